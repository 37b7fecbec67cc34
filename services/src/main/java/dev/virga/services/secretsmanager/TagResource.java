package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.api.secretsmanager.TagResourceRequest;
import dev.virga.api.secretsmanager.TagResourceResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.secretsmanager.SecretTable.Change;
import dev.virga.wire.Op;
import java.util.List;

/// Sets tags of a secret.
final class TagResource implements Operation<TagResourceRequest, TagResourceResponse> {
    private final SecretTable secrets;
    private final SecretAccess access;

    TagResource(SecretTable secrets, SecretAccess access) {
        this.secrets = secrets;
        this.access = access;
    }

    @Override
    public Op<TagResourceRequest, TagResourceResponse> op() {
        return SecretsmanagerOps.TagResource;
    }

    @Override
    public List<Access> access(TagResourceRequest input, Call call) {
        return access.secret("TagResource", input.secretId(), new SecretAccess.Keys().requested(input.tags()), call);
    }

    @Override
    public TagResourceResponse handle(TagResourceRequest input, Call call) {
        secrets.change(
                call,
                input.secretId(),
                secrets::primary,
                found -> Change.to(
                        found.secret().withTags(SecretTags.add(found.secret().tags(), input.tags()))));
        return TagResourceResponse.builder().build();
    }
}
