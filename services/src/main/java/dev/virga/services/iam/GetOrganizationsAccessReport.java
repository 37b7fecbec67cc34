package dev.virga.services.iam;

import dev.virga.api.iam.GetOrganizationsAccessReportRequest;
import dev.virga.api.iam.GetOrganizationsAccessReportResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Would show a report about the accounts of an organization. None was ever made.
final class GetOrganizationsAccessReport
        implements Operation<GetOrganizationsAccessReportRequest, GetOrganizationsAccessReportResponse> {

    @Override
    public Op<GetOrganizationsAccessReportRequest, GetOrganizationsAccessReportResponse> op() {
        return IamOps.GetOrganizationsAccessReport;
    }

    @Override
    public List<Access> access(GetOrganizationsAccessReportRequest input, Call call) {
        return List.of(Access.to("iam:GetOrganizationsAccessReport", "*"));
    }

    @Override
    public GetOrganizationsAccessReportResponse handle(GetOrganizationsAccessReportRequest input, Call call) {
        throw IamErrors.gone("Job " + input.jobId() + " does not exist.");
    }
}
