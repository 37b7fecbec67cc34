package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.api.secretsmanager.UntagResourceRequest;
import dev.virga.api.secretsmanager.UntagResourceResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.secretsmanager.SecretTable.Change;
import dev.virga.wire.Op;
import java.util.List;

/// Removes tags of a secret.
final class UntagResource implements Operation<UntagResourceRequest, UntagResourceResponse> {
    private final SecretTable secrets;
    private final SecretAccess access;

    UntagResource(SecretTable secrets, SecretAccess access) {
        this.secrets = secrets;
        this.access = access;
    }

    @Override
    public Op<UntagResourceRequest, UntagResourceResponse> op() {
        return SecretsmanagerOps.UntagResource;
    }

    @Override
    public List<Access> access(UntagResourceRequest input, Call call) {
        return access.secret("UntagResource", input.secretId(), new SecretAccess.Keys().keys(input.tagKeys()), call);
    }

    @Override
    public UntagResourceResponse handle(UntagResourceRequest input, Call call) {
        secrets.change(
                call,
                input.secretId(),
                secrets::primary,
                found -> Change.to(
                        found.secret().withTags(SecretTags.remove(found.secret().tags(), input.tagKeys()))));
        return UntagResourceResponse.builder().build();
    }
}
