package dev.virga.services.iam;

import dev.virga.kernel.Caller;
import dev.virga.kernel.Credentials;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The credentials that test tools use without being told any, beside the real ones: `test` for the
/// server's own account, and an access key id of twelve digits for the account of that number, so
/// that tests that run side by side have a cloud each. The secret of all of them is `test`; a
/// session token that comes with them means nothing.
///
/// Only for a server that nobody but its own machine can reach; see docs/decisions/0010.
final class DevelopmentKeys implements Credentials {
    static final String SECRET = "test";
    private static final String OWN = "test";
    private static final int ACCOUNT_DIGITS = 12;

    private final Credentials real;
    private final Found own;

    /// @param account the server's own
    DevelopmentKeys(Credentials real, String account) {
        this.real = real;
        this.own = root(account);
    }

    private static Found root(String account) {
        return new Found(SECRET, new Caller.Root(account), true);
    }

    @Override
    public @Nullable Found find(String accessKeyId, @Nullable String sessionToken, Instant now) {
        if (accessKeyId.equals(OWN)) {
            return own;
        }
        return isAccount(accessKeyId) ? root(accessKeyId) : real.find(accessKeyId, sessionToken, now);
    }

    @Override
    public void used(String accessKeyId, String service, String region, Instant now) {
        real.used(accessKeyId, service, region, now);
    }

    private static boolean isAccount(String id) {
        return id.length() == ACCOUNT_DIGITS && id.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
