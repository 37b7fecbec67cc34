package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ResetServiceSpecificCredentialRequest;
import dev.virga.api.iam.ResetServiceSpecificCredentialResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Gives a credential of a user another secret; the old one is of no use any more.
final class ResetServiceSpecificCredential
        implements Operation<ResetServiceSpecificCredentialRequest, ResetServiceSpecificCredentialResponse> {
    private final Tables tables;
    private final ServiceSecrets secrets;

    ResetServiceSpecificCredential(Tables tables, ServiceSecrets secrets) {
        this.tables = tables;
        this.secrets = secrets;
    }

    @Override
    public Op<ResetServiceSpecificCredentialRequest, ResetServiceSpecificCredentialResponse> op() {
        return IamOps.ResetServiceSpecificCredential;
    }

    @Override
    public List<Access> access(ResetServiceSpecificCredentialRequest input, Call call) {
        return List.of(tables.onUser("ResetServiceSpecificCredential", call, UserOfCall.name(input.userName(), call)));
    }

    @Override
    public ResetServiceSpecificCredentialResponse handle(ResetServiceSpecificCredentialRequest input, Call call) {
        String user = UserOfCall.name(input.userName(), call);
        ServiceCredential old = tables.serviceCredentials.of(call.account(), user, input.serviceSpecificCredentialId());
        ServiceSecrets.Secret secret = secrets.secret(old.service(), old.name());
        tables.serviceCredentials.change(call.account(), user, old.id(), each -> each.withHash(secret.hash()));
        return ResetServiceSpecificCredentialResponse.builder()
                .serviceSpecificCredential(old.shape(secret.text(), call.time()))
                .build();
    }
}
