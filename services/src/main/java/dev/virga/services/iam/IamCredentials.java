package dev.virga.services.iam;

import dev.virga.kernel.AccessKeyIds;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Credentials;
import dev.virga.kernel.SessionTokens;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Whose an access key is: `AKIA…` from the table, `ASIA…` from the session token that comes with
/// it. Keys are remembered until something changes in IAM, or for [#MAX_AGE_MILLIS] because another
/// node may have changed them.
///
/// Runs on every request; any thread may call it.
final class IamCredentials implements Credentials {
    private static final System.Logger LOG = System.getLogger(IamCredentials.class.getName());
    private static final int MAX_KEYS = 10_000;
    private static final long MAX_AGE_MILLIS = 5_000;
    private static final long NOTE_USE_EVERY_MILLIS = 3_600_000;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private record Known(long epoch, long readAtMillis, Found found, AtomicLong notedAtMillis) {}

    private final Tables tables;
    private final SessionTokens tokens;
    private final PrincipalPolicies principals;
    private final BoundedCache<String, Known> keys = new BoundedCache<>(MAX_KEYS);

    IamCredentials(Tables tables, SessionTokens tokens, PrincipalPolicies principals) {
        this.tables = tables;
        this.tokens = tokens;
        this.principals = principals;
    }

    @Override
    public @Nullable Found find(String accessKeyId, @Nullable String sessionToken, Instant now) {
        if (accessKeyId.startsWith(AccessKeyIds.TEMPORARY)) {
            return sessionToken == null ? null : temporary(accessKeyId, sessionToken, now);
        }
        if (sessionToken != null) {
            return null;
        }
        long millis = now.toEpochMilli();
        Known known = keys.get(accessKeyId);
        if (known == null
                || known.epoch() != tables.epoch.now()
                || Math.abs(millis - known.readAtMillis()) >= MAX_AGE_MILLIS) {
            known = read(accessKeyId, millis, known);
        }
        return known == null ? null : known.found();
    }

    /// Null when whom the token stands for is gone: a role made again under its name is another.
    ///
    /// @throws dev.virga.wire.AwsException the token is false or too old
    private @Nullable Found temporary(String accessKeyId, String sessionToken, Instant now) {
        Found found = tokens.open(accessKeyId, sessionToken, now);
        return principals.of(found.caller(), now).exists() ? found : null;
    }

    /// Keys that are not there are not remembered, so that nobody can fill the memory with them.
    private @Nullable Known read(String id, long millis, @Nullable Known before) {
        long epoch = tables.epoch.now();
        AccessKeyTable.AccessKey key = tables.accessKeys.find(id);
        Caller caller = key == null || !key.active() ? null : owner(key);
        if (key == null || caller == null) {
            return null;
        }
        AtomicLong noted = before == null ? new AtomicLong(NEVER) : before.notedAtMillis();
        Known known = new Known(epoch, millis, new Found(key.secret(), caller), noted);
        keys.put(id, known, 1);
        return known;
    }

    private @Nullable Caller owner(AccessKeyTable.AccessKey key) {
        String name = key.user();
        if (name == null) {
            return new Caller.Root(key.account());
        }
        EntityTable.Stored<User> stored = tables.users.find(key.account(), name);
        if (stored == null) {
            return null;
        }
        User user = stored.value();
        return new Caller.User(user.account(), user.path(), user.name(), user.id());
    }

    /// Written now and then, off the request's path: knowing the hour is enough.
    @Override
    public void used(String accessKeyId, String service, String region, Instant now) {
        Known known = keys.get(accessKeyId);
        if (known == null) {
            return;
        }
        AtomicLong noted = known.notedAtMillis();
        long last = noted.get();
        long millis = now.toEpochMilli();
        if (Math.abs(millis - last) < NOTE_USE_EVERY_MILLIS || !noted.compareAndSet(last, millis)) {
            return;
        }
        AccessKeyTable.LastUsed use = new AccessKeyTable.LastUsed(now, service, region);
        Thread.ofVirtual().name("access key used").start(() -> {
            try {
                tables.accessKeys.used(accessKeyId, use);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.DEBUG, "the use of an access key was not noted", e);
            }
        });
    }
}
