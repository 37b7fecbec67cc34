package dev.virga.services.sts;

import dev.virga.api.iam.Role;
import dev.virga.api.sts.AssumeRoleRequest;
import dev.virga.api.sts.AssumeRoleResponse;
import dev.virga.api.sts.AssumedRoleUser;
import dev.virga.api.sts.StsOps;
import dev.virga.api.sts.Tag;
import dev.virga.kernel.Access;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Operation;
import dev.virga.kernel.SessionTokens;
import dev.virga.kernel.Time;
import dev.virga.wire.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Temporary credentials of a role, for whom its trust policy names. A role that does not exist is
/// refused like one that does not trust the caller.
final class AssumeRole implements Operation<AssumeRoleRequest, AssumeRoleResponse> {
    private static final int DEFAULT_SECONDS = 3600;
    private static final int LONGEST_CHAINED_SECONDS = 3600;
    private static final int MAX_TAGS = 50;
    /// Of policy and tags together, before AWS's packing.
    private static final int MAX_PACKED_CHARS = 8192;

    private final Roles roles;
    private final SessionPolicies policies;
    private final Time time;
    private final SessionTokens tokens;

    AssumeRole(Roles roles, Time time, SessionTokens tokens) {
        this.roles = roles;
        this.policies = new SessionPolicies(roles);
        this.time = time;
        this.tokens = tokens;
    }

    @Override
    public Op<AssumeRoleRequest, AssumeRoleResponse> op() {
        return StsOps.AssumeRole;
    }

    @Override
    public List<Access> access(AssumeRoleRequest input, Call call) {
        Role role = roles.find(input.roleArn(), call);
        String trust = role == null ? null : Roles.trust(role);
        Map<String, List<String>> keys = conditions(input);
        List<Access> needed = new ArrayList<>();
        needed.add(access("sts:AssumeRole", input, trust, keys));
        if (input.tags() != null && !input.tags().isEmpty()) {
            needed.add(access("sts:TagSession", input, trust, keys));
        }
        return needed;
    }

    private static Access access(
            String action, AssumeRoleRequest input, @Nullable String trust, Map<String, List<String>> keys) {
        return Access.to(action, input.roleArn()).withResourcePolicy(trust).withConditions(keys);
    }

    private static Map<String, List<String>> conditions(AssumeRoleRequest input) {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        keys.put("sts:RoleSessionName", List.of(input.roleSessionName()));
        if (input.externalId() != null) {
            keys.put("sts:ExternalId", List.of(input.externalId()));
        }
        if (input.tags() != null && !input.tags().isEmpty()) {
            keys.put("aws:TagKeys", input.tags().stream().map(Tag::key).toList());
            input.tags().forEach(tag -> keys.put("aws:RequestTag/" + tag.key(), List.of(tag.value())));
        }
        return keys;
    }

    @Override
    public AssumeRoleResponse handle(AssumeRoleRequest input, Call call) {
        refuseWhatIsNotThere(input);
        Role role = roles.find(input.roleArn(), call);
        if (role == null) {
            throw StsErrors.accessDenied("User: " + call.caller().arn()
                    + " is not authorized to perform: sts:AssumeRole on resource: " + input.roleArn());
        }
        int seconds = seconds(input, role, call);
        String account = Objects.requireNonNull(Arn.parse(role.arn())).account();
        String policy = policies.join(input, account, call);
        Map<String, String> tags = tags(input);
        int packed = packedPercent(policy, tags);
        Caller.Session session = new Caller.Session(
                account, role.path(), role.roleName(), role.roleId(), input.roleSessionName(), policy, tags);
        SessionTokens.Issued issued = tokens.issue(session, Issue.expiry(time.instant(), Duration.ofSeconds(seconds)));
        return AssumeRoleResponse.builder()
                .credentials(Issue.shape(issued))
                .assumedRoleUser(AssumedRoleUser.builder()
                        .assumedRoleId(session.userId())
                        .arn(session.arn())
                        .build())
                .packedPolicySize(packed == 0 ? null : packed)
                .build();
    }

    private static void refuseWhatIsNotThere(AssumeRoleRequest input) {
        if (input.serialNumber() != null || input.tokenCode() != null) {
            throw StsErrors.noMfaDevice();
        }
        if (input.sourceIdentity() != null) {
            throw StsErrors.notImplemented("SourceIdentity of sts:AssumeRole");
        }
        if (input.transitiveTagKeys() != null && !input.transitiveTagKeys().isEmpty()) {
            throw StsErrors.notImplemented("TransitiveTagKeys of sts:AssumeRole");
        }
        if (input.providedContexts() != null && !input.providedContexts().isEmpty()) {
            throw StsErrors.notImplemented("ProvidedContexts of sts:AssumeRole");
        }
    }

    /// The least is in the model.
    private static int seconds(AssumeRoleRequest input, Role role, Call call) {
        Integer asked = input.durationSeconds();
        int seconds = asked == null ? DEFAULT_SECONDS : asked;
        Integer longest = role.maxSessionDuration();
        if (seconds > (longest == null ? DEFAULT_SECONDS : longest)) {
            throw StsErrors.tooLong();
        }
        if (call.caller() instanceof Caller.Session && seconds > LONGEST_CHAINED_SECONDS) {
            throw StsErrors.tooLongInAChain();
        }
        return seconds;
    }

    private static Map<String, String> tags(AssumeRoleRequest input) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (input.tags() == null) {
            return tags;
        }
        for (Tag tag : input.tags()) {
            boolean twice = tags.keySet().stream().anyMatch(tag.key()::equalsIgnoreCase);
            if (twice || tags.size() >= MAX_TAGS) {
                throw StsErrors.validation("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
            tags.put(tag.key(), tag.value());
        }
        return tags;
    }

    /// How much of the room for policy and tags is taken, as AWS reports it.
    private static int packedPercent(@Nullable String policy, Map<String, String> tags) {
        int chars = policy == null ? 0 : policy.length();
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            chars += tag.getKey().length() + tag.getValue().length();
        }
        int percent = (int) Math.ceil(100.0 * chars / MAX_PACKED_CHARS);
        if (percent > 100) {
            throw StsErrors.packedPolicyTooLarge(percent);
        }
        return percent;
    }
}
