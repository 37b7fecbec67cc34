package dev.virga.app;

import dev.virga.kernel.Access;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Credentials;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Credentials and authorization of a cloud without IAM: the root's access key opens everything,
/// nothing else opens
/// anything.
record RootOnly(RootKey key, String account) implements Credentials, Authorizer {
    @Override
    public @Nullable Found find(String accessKeyId, @Nullable String sessionToken, Instant now) {
        return accessKeyId.equals(key.accessKeyId()) && sessionToken == null
                ? new Found(key.secretKey(), new Caller.Root(account))
                : null;
    }

    @Override
    public Decision decide(Access access, Call call) {
        return call.caller() instanceof Caller.Root
                ? new Allowed()
                : new Denied("because no identity-based policy allows the " + access.action() + " action");
    }
}
