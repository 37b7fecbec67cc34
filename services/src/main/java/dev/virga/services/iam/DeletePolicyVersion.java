package dev.virga.services.iam;

import dev.virga.api.iam.DeletePolicyVersionRequest;
import dev.virga.api.iam.DeletePolicyVersionResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes a version of a managed policy that is not in force.
final class DeletePolicyVersion implements Operation<DeletePolicyVersionRequest, DeletePolicyVersionResponse> {
    private final Tables tables;

    DeletePolicyVersion(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeletePolicyVersionRequest, DeletePolicyVersionResponse> op() {
        return IamOps.DeletePolicyVersion;
    }

    @Override
    public List<Access> access(DeletePolicyVersionRequest input, Call call) {
        return List.of(Access.to("iam:DeletePolicyVersion", input.policyArn()));
    }

    @Override
    public DeletePolicyVersionResponse handle(DeletePolicyVersionRequest input, Call call) {
        String name = tables.managed.ownName(call.account(), input.policyArn());
        tables.policies.update(call.account(), name, policy -> {
            if (policy.version(input.versionId()) == null) {
                throw IamErrors.noSuchVersion(input.policyArn(), input.versionId());
            }
            if (policy.defaultVersion().equals(input.versionId())) {
                throw IamErrors.defaultVersion();
            }
            return EntityTable.Change.to(policy.withoutVersion(input.versionId(), tables.now()));
        });
        return DeletePolicyVersionResponse.builder().build();
    }
}
