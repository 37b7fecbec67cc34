package dev.virga.services.sts;

import dev.virga.api.sts.GetSessionTokenRequest;
import dev.virga.api.sts.GetSessionTokenResponse;
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
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Temporary credentials of the user or root who calls. Needs no permission.
final class GetSessionToken implements Operation<GetSessionTokenRequest, GetSessionTokenResponse> {
    private static final Duration DEFAULT = Duration.ofHours(12);
    private static final Duration LONGEST_OF_ROOT = Duration.ofHours(1);

    private final Time time;
    private final SessionTokens tokens;
    private final Mfa mfa;

    GetSessionToken(Time time, SessionTokens tokens, Mfa mfa) {
        this.mfa = mfa;
        this.time = time;
        this.tokens = tokens;
    }

    @Override
    public Op<GetSessionTokenRequest, GetSessionTokenResponse> op() {
        return StsOps.GetSessionToken;
    }

    @Override
    public List<Access> access(GetSessionTokenRequest input, Call call) {
        return List.of();
    }

    @Override
    public GetSessionTokenResponse handle(GetSessionTokenRequest input, Call call) {
        if (call.caller().token() != null) {
            throw StsErrors.accessDenied("Cannot call GetSessionToken with session credentials");
        }
        Integer seconds = input.durationSeconds();
        Duration asked = seconds == null ? DEFAULT : Duration.ofSeconds(seconds);
        Instant now = time.instant();
        Instant code = mfa.check(input.serialNumber(), input.tokenCode(), call);
        Caller.Token token = new Caller.Token(now, code, null, null, Set.of(), Map.of());
        SessionTokens.Issued issued =
                switch (call.caller()) {
                    case Caller.User user ->
                        tokens.issue(
                                new Caller.User(user.account(), user.path(), user.name(), user.userId(), token),
                                Issue.expiry(now, asked));
                    // AWS shortens it in silence.
                    case Caller.Root root ->
                        tokens.issue(
                                new Caller.Root(root.account(), token),
                                Issue.expiry(now, asked.compareTo(LONGEST_OF_ROOT) > 0 ? LONGEST_OF_ROOT : asked));
                    case Caller.Session session -> throw StsErrors.onlyForUsers();
                    case Caller.FederatedUser user -> throw StsErrors.onlyForUsers();
                    case Caller.WebIdentity identity -> throw StsErrors.onlyForUsers();
                    case Caller.Service service -> throw StsErrors.onlyForUsers();
                    case Caller.Anonymous nobody -> throw StsErrors.onlyForUsers();
                };
        return GetSessionTokenResponse.builder()
                .credentials(Issue.shape(issued))
                .build();
    }
}
