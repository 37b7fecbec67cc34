package dev.virga.services.iam;

import dev.virga.api.iam.DisableOrganizationsRootCredentialsManagementRequest;
import dev.virga.api.iam.DisableOrganizationsRootCredentialsManagementResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Would keep an organization from managing the root credentials of its accounts. There is none.
final class DisableOrganizationsRootCredentialsManagement
        implements Operation<
                DisableOrganizationsRootCredentialsManagementRequest,
                DisableOrganizationsRootCredentialsManagementResponse> {

    @Override
    public Op<
                    DisableOrganizationsRootCredentialsManagementRequest,
                    DisableOrganizationsRootCredentialsManagementResponse>
            op() {
        return IamOps.DisableOrganizationsRootCredentialsManagement;
    }

    @Override
    public List<Access> access(DisableOrganizationsRootCredentialsManagementRequest input, Call call) {
        return List.of(Access.to("iam:DisableOrganizationsRootCredentialsManagement", "*"));
    }

    @Override
    public DisableOrganizationsRootCredentialsManagementResponse handle(
            DisableOrganizationsRootCredentialsManagementRequest input, Call call) {
        throw NoOrganization.notFound();
    }
}
