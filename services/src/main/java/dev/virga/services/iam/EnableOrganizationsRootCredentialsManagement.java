package dev.virga.services.iam;

import dev.virga.api.iam.EnableOrganizationsRootCredentialsManagementRequest;
import dev.virga.api.iam.EnableOrganizationsRootCredentialsManagementResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Would let an organization manage the root credentials of its accounts. There is none.
final class EnableOrganizationsRootCredentialsManagement
        implements Operation<
                EnableOrganizationsRootCredentialsManagementRequest,
                EnableOrganizationsRootCredentialsManagementResponse> {

    @Override
    public Op<EnableOrganizationsRootCredentialsManagementRequest, EnableOrganizationsRootCredentialsManagementResponse>
            op() {
        return IamOps.EnableOrganizationsRootCredentialsManagement;
    }

    @Override
    public List<Access> access(EnableOrganizationsRootCredentialsManagementRequest input, Call call) {
        return List.of(Access.to("iam:EnableOrganizationsRootCredentialsManagement", "*"));
    }

    @Override
    public EnableOrganizationsRootCredentialsManagementResponse handle(
            EnableOrganizationsRootCredentialsManagementRequest input, Call call) {
        throw NoOrganization.notFound();
    }
}
