package dev.virga.services.iam;

import dev.virga.api.iam.GenerateOrganizationsAccessReportRequest;
import dev.virga.api.iam.GenerateOrganizationsAccessReportResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Would ask for a report about the accounts of an organization. There is none.
final class GenerateOrganizationsAccessReport
        implements Operation<GenerateOrganizationsAccessReportRequest, GenerateOrganizationsAccessReportResponse> {

    @Override
    public Op<GenerateOrganizationsAccessReportRequest, GenerateOrganizationsAccessReportResponse> op() {
        return IamOps.GenerateOrganizationsAccessReport;
    }

    @Override
    public List<Access> access(GenerateOrganizationsAccessReportRequest input, Call call) {
        String arn = "arn:aws:iam::" + call.account() + ":access-report/" + input.entityPath();
        return List.of(Access.to("iam:GenerateOrganizationsAccessReport", arn));
    }

    @Override
    public GenerateOrganizationsAccessReportResponse handle(GenerateOrganizationsAccessReportRequest input, Call call) {
        throw NoOrganization.notFound();
    }
}
