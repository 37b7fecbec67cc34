package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UpdateServiceSpecificCredentialRequest;
import dev.virga.api.iam.UpdateServiceSpecificCredentialResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Switches a credential of a user on or off.
final class UpdateServiceSpecificCredential
        implements Operation<UpdateServiceSpecificCredentialRequest, UpdateServiceSpecificCredentialResponse> {
    private final Tables tables;

    UpdateServiceSpecificCredential(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UpdateServiceSpecificCredentialRequest, UpdateServiceSpecificCredentialResponse> op() {
        return IamOps.UpdateServiceSpecificCredential;
    }

    @Override
    public List<Access> access(UpdateServiceSpecificCredentialRequest input, Call call) {
        return List.of(tables.onUser("UpdateServiceSpecificCredential", call, UserOfCall.name(input.userName(), call)));
    }

    @Override
    public UpdateServiceSpecificCredentialResponse handle(UpdateServiceSpecificCredentialRequest input, Call call) {
        boolean active = UserCredential.active(input.status());
        tables.serviceCredentials.change(
                call.account(),
                UserOfCall.name(input.userName(), call),
                input.serviceSpecificCredentialId(),
                credential -> credential.withActive(active));
        return UpdateServiceSpecificCredentialResponse.builder().build();
    }
}
