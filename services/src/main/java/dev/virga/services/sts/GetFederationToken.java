package dev.virga.services.sts;

import dev.virga.api.sts.FederatedUser;
import dev.virga.api.sts.GetFederationTokenRequest;
import dev.virga.api.sts.GetFederationTokenResponse;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Operation;
import dev.virga.kernel.SessionTokens;
import dev.virga.kernel.Time;
import dev.virga.wire.Op;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Temporary credentials that a user or root takes for somebody else. They allow what both the user
/// and the policies given here allow; without such policies, only what a resource's policy grants
/// the federated user by name.
final class GetFederationToken implements Operation<GetFederationTokenRequest, GetFederationTokenResponse> {
    private static final Duration DEFAULT = Duration.ofHours(12);
    private static final Duration LONGEST_OF_ROOT = Duration.ofHours(1);
    private static final String NOTHING = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"*","Resource":"*"}}""";

    private final SessionPolicies policies;
    private final Time time;
    private final SessionTokens tokens;

    GetFederationToken(Roles roles, Time time, SessionTokens tokens) {
        this.policies = new SessionPolicies(roles);
        this.time = time;
        this.tokens = tokens;
    }

    @Override
    public Op<GetFederationTokenRequest, GetFederationTokenResponse> op() {
        return StsOps.GetFederationToken;
    }

    @Override
    public List<Access> access(GetFederationTokenRequest input, Call call) {
        requireOwnCredentials(call.caller());
        String arn = "arn:aws:sts::" + call.account() + ":federated-user/" + input.name();
        SessionTags tags = SessionTags.of(input.tags(), null, call.caller());
        Map<String, List<String>> keys = new LinkedHashMap<>();
        tags.addConditions(keys);
        List<Access> needed = new ArrayList<>();
        needed.add(Access.to("sts:GetFederationToken", arn).withConditions(keys));
        if (!tags.isEmpty()) {
            needed.add(Access.to("sts:TagSession", arn).withConditions(keys));
        }
        return needed;
    }

    private static void requireOwnCredentials(Caller caller) {
        boolean own = caller instanceof Caller.User || caller instanceof Caller.Root;
        if (!own || caller.token() != null) {
            throw StsErrors.accessDenied("Cannot call GetFederationToken with session credentials");
        }
    }

    @Override
    public GetFederationTokenResponse handle(GetFederationTokenRequest input, Call call) {
        requireOwnCredentials(call.caller());
        Integer seconds = input.durationSeconds();
        Duration duration = seconds == null ? DEFAULT : Duration.ofSeconds(seconds);
        if (call.caller() instanceof Caller.Root && duration.compareTo(LONGEST_OF_ROOT) > 0) {
            // AWS shortens it in silence.
            duration = LONGEST_OF_ROOT;
        }
        SessionTags tags = SessionTags.of(input.tags(), null, call.caller());
        String policy = policies.join(input.policy(), input.policyArns(), call.account(), call);
        int packed = RoleSessions.packedPercent(policy, tags);
        Instant now = time.instant();
        Caller.Token token = new Caller.Token(now, null, null, call.account(), Set.of(), Map.of());
        Caller.FederatedUser user = new Caller.FederatedUser(
                input.name(), call.caller(), policy == null ? NOTHING : policy, tags.all(), token);
        SessionTokens.Issued issued = Issue.checked(tokens.issue(user, Issue.expiry(now, duration)));
        return GetFederationTokenResponse.builder()
                .credentials(Issue.shape(issued))
                .federatedUser(FederatedUser.builder()
                        .federatedUserId(user.userId())
                        .arn(user.arn())
                        .build())
                .packedPolicySize(packed == 0 ? null : packed)
                .build();
    }
}
