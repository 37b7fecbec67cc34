package dev.virga.services.sts;

import dev.virga.api.iam.Role;
import dev.virga.api.iam.Tag;
import dev.virga.api.sts.AssumedRoleUser;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Caller;
import dev.virga.kernel.SessionTokens;
import dev.virga.kernel.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Opens sessions of roles: what the operations have in common that assume one.
final class RoleSessions {
    /// When a request does not say.
    static final int DEFAULT_SECONDS = 3600;

    /// Of policy and tags together, before AWS's packing; they travel in the session token.
    private static final int MAX_PACKED_BYTES = 8192;

    private final Time time;
    private final SessionTokens tokens;

    RoleSessions(Time time, SessionTokens tokens) {
        this.time = time;
        this.tokens = tokens;
    }

    /// What is asked for.
    ///
    /// @param policy that narrows it, or null
    /// @param provider who vouches for the one who asks, or null
    /// @param mfa when a device's code was given, or null
    /// @param keys that every request of the session carries for policies to look at
    record Wanted(
            Role role,
            String sessionName,
            int seconds,
            @Nullable String policy,
            SessionTags tags,
            @Nullable String sourceIdentity,
            @Nullable String provider,
            @Nullable Instant mfa,
            Map<String, List<String>> keys) {}

    /// @param packedPercent null when there is nothing to pack
    record Opened(
            Caller.Session session,
            SessionTokens.Issued issued,
            @Nullable Integer packedPercent) {
        AssumedRoleUser user() {
            return AssumedRoleUser.builder()
                    .assumedRoleId(session.userId())
                    .arn(session.arn())
                    .build();
        }
    }

    Opened open(Wanted wanted) {
        int packed = packedPercent(wanted.policy(), wanted.tags());
        Instant now = time.instant();
        Caller.Token token = new Caller.Token(
                now,
                wanted.mfa(),
                wanted.sourceIdentity(),
                wanted.provider(),
                Set.copyOf(wanted.tags().transitive()),
                wanted.keys());
        Role role = wanted.role();
        Caller.Session session = new Caller.Session(
                account(role),
                role.path(),
                role.roleName(),
                role.roleId(),
                wanted.sessionName(),
                wanted.policy(),
                wanted.tags().all(),
                token);
        SessionTokens.Issued issued =
                Issue.checked(tokens.issue(session, Issue.expiry(now, Duration.ofSeconds(wanted.seconds()))));
        return new Opened(session, issued, packed == 0 ? null : packed);
    }

    static String account(Role role) {
        return Objects.requireNonNull(Arn.parse(role.arn())).account();
    }

    /// How long a session lasts; the least is in the model.
    ///
    /// @throws dev.virga.wire.AwsException more than the role allows
    static int seconds(@Nullable Integer asked, Role role) {
        int seconds = asked == null ? DEFAULT_SECONDS : asked;
        Integer longest = role.maxSessionDuration();
        if (seconds > (longest == null ? DEFAULT_SECONDS : longest)) {
            throw StsErrors.tooLong();
        }
        return seconds;
    }

    /// What every policy may ask about the role.
    static Map<String, List<String>> conditions(@Nullable Role role, String sessionName) {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        keys.put("sts:RoleSessionName", List.of(sessionName));
        if (role != null && role.tags() != null) {
            for (Tag tag : role.tags()) {
                keys.put("aws:ResourceTag/" + tag.key(), List.of(tag.value()));
                keys.put("iam:ResourceTag/" + tag.key(), List.of(tag.value()));
            }
        }
        return keys;
    }

    /// How much of the room for policy and tags is taken, as AWS reports it.
    static int packedPercent(@Nullable String policy, SessionTags tags) {
        int bytes = tags.bytes() + (policy == null ? 0 : policy.getBytes(StandardCharsets.UTF_8).length);
        int percent = (int) Math.ceil(100.0 * bytes / MAX_PACKED_BYTES);
        if (percent > 100) {
            throw StsErrors.packedPolicyTooLarge(percent);
        }
        return percent;
    }
}
