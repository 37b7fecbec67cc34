package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.DescribeSecretRequest;
import dev.virga.api.secretsmanager.DescribeSecretResponse;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Tells everything about a secret but its values.
final class DescribeSecret implements Operation<DescribeSecretRequest, DescribeSecretResponse> {
    private final SecretTable secrets;
    private final SecretAccess access;

    DescribeSecret(SecretTable secrets, SecretAccess access) {
        this.secrets = secrets;
        this.access = access;
    }

    @Override
    public Op<DescribeSecretRequest, DescribeSecretResponse> op() {
        return SecretsmanagerOps.DescribeSecret;
    }

    @Override
    public List<Access> access(DescribeSecretRequest input, Call call) {
        return access.secret("DescribeSecret", input.secretId(), call);
    }

    @Override
    public DescribeSecretResponse handle(DescribeSecretRequest input, Call call) {
        return SecretViews.described(secrets.get(input.secretId(), call));
    }
}
