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
import java.util.List;

/// Temporary credentials of the user or root who calls. Needs no permission.
final class GetSessionToken implements Operation<GetSessionTokenRequest, GetSessionTokenResponse> {
    private static final Duration DEFAULT = Duration.ofHours(12);
    private static final Duration LONGEST_OF_ROOT = Duration.ofHours(1);

    private final Time time;
    private final SessionTokens tokens;

    GetSessionToken(Time time, SessionTokens tokens) {
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
        if (input.serialNumber() != null || input.tokenCode() != null) {
            throw StsErrors.noMfaDevice();
        }
        Integer seconds = input.durationSeconds();
        Duration asked = seconds == null ? DEFAULT : Duration.ofSeconds(seconds);
        Duration duration =
                switch (call.caller()) {
                    case Caller.User user -> asked;
                    // AWS shortens it in silence.
                    case Caller.Root root -> asked.compareTo(LONGEST_OF_ROOT) > 0 ? LONGEST_OF_ROOT : asked;
                    case Caller.Session session ->
                        throw StsErrors.accessDenied("Cannot call GetSessionToken with session credentials");
                    case Caller.Service service ->
                        throw StsErrors.accessDenied("Services have no credentials of their own");
                    case Caller.Anonymous nobody -> throw StsErrors.accessDenied("Anonymous callers have no session");
                };
        SessionTokens.Issued issued = tokens.issue(call.caller(), Issue.expiry(time.instant(), duration));
        return GetSessionTokenResponse.builder()
                .credentials(Issue.shape(issued))
                .build();
    }
}
