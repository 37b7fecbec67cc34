package dev.virga.services.iam;

import dev.virga.api.iam.DeleteServiceSpecificCredentialRequest;
import dev.virga.api.iam.DeleteServiceSpecificCredentialResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes a credential of a user.
final class DeleteServiceSpecificCredential
        implements Operation<DeleteServiceSpecificCredentialRequest, DeleteServiceSpecificCredentialResponse> {
    private final Tables tables;

    DeleteServiceSpecificCredential(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteServiceSpecificCredentialRequest, DeleteServiceSpecificCredentialResponse> op() {
        return IamOps.DeleteServiceSpecificCredential;
    }

    @Override
    public List<Access> access(DeleteServiceSpecificCredentialRequest input, Call call) {
        return List.of(tables.onUser("DeleteServiceSpecificCredential", call, UserOfCall.name(input.userName(), call)));
    }

    @Override
    public DeleteServiceSpecificCredentialResponse handle(DeleteServiceSpecificCredentialRequest input, Call call) {
        tables.serviceCredentials.remove(
                call.account(), UserOfCall.name(input.userName(), call), input.serviceSpecificCredentialId());
        return DeleteServiceSpecificCredentialResponse.builder().build();
    }
}
