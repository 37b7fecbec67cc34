package dev.virga.services.iam;

import dev.virga.api.iam.DeletePolicyRequest;
import dev.virga.api.iam.DeletePolicyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes a managed policy that nothing uses, with its last version.
final class DeletePolicy implements Operation<DeletePolicyRequest, DeletePolicyResponse> {
    private final Tables tables;

    DeletePolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeletePolicyRequest, DeletePolicyResponse> op() {
        return IamOps.DeletePolicy;
    }

    @Override
    public List<Access> access(DeletePolicyRequest input, Call call) {
        return List.of(Access.to("iam:DeletePolicy", input.policyArn()));
    }

    @Override
    public DeletePolicyResponse handle(DeletePolicyRequest input, Call call) {
        String name = tables.managed.ownName(call.account(), input.policyArn());
        tables.policies.delete(call.account(), name, policy -> {
            if (policy.attachments() > 0 || policy.boundaries() > 0) {
                throw IamErrors.policyAttached();
            }
            if (policy.versions().size() > 1) {
                throw IamErrors.policyHasVersions();
            }
            return List.of();
        });
        return DeletePolicyResponse.builder().build();
    }
}
