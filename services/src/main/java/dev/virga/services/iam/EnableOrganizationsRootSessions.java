package dev.virga.services.iam;

import dev.virga.api.iam.EnableOrganizationsRootSessionsRequest;
import dev.virga.api.iam.EnableOrganizationsRootSessionsResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Would let an organization open sessions of the roots of its accounts. There is none.
final class EnableOrganizationsRootSessions
        implements Operation<EnableOrganizationsRootSessionsRequest, EnableOrganizationsRootSessionsResponse> {

    @Override
    public Op<EnableOrganizationsRootSessionsRequest, EnableOrganizationsRootSessionsResponse> op() {
        return IamOps.EnableOrganizationsRootSessions;
    }

    @Override
    public List<Access> access(EnableOrganizationsRootSessionsRequest input, Call call) {
        return List.of(Access.to("iam:EnableOrganizationsRootSessions", "*"));
    }

    @Override
    public EnableOrganizationsRootSessionsResponse handle(EnableOrganizationsRootSessionsRequest input, Call call) {
        throw NoOrganization.notFound();
    }
}
