package dev.virga.services.iam;

import dev.virga.api.iam.DisableOrganizationsRootSessionsRequest;
import dev.virga.api.iam.DisableOrganizationsRootSessionsResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Would keep an organization from opening sessions of the roots of its accounts. There is none.
final class DisableOrganizationsRootSessions
        implements Operation<DisableOrganizationsRootSessionsRequest, DisableOrganizationsRootSessionsResponse> {

    @Override
    public Op<DisableOrganizationsRootSessionsRequest, DisableOrganizationsRootSessionsResponse> op() {
        return IamOps.DisableOrganizationsRootSessions;
    }

    @Override
    public List<Access> access(DisableOrganizationsRootSessionsRequest input, Call call) {
        return List.of(Access.to("iam:DisableOrganizationsRootSessions", "*"));
    }

    @Override
    public DisableOrganizationsRootSessionsResponse handle(DisableOrganizationsRootSessionsRequest input, Call call) {
        throw NoOrganization.notFound();
    }
}
