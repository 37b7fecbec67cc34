package dev.virga.services.sts;

import dev.virga.api.sts.GetWebIdentityTokenRequest;
import dev.virga.api.sts.GetWebIdentityTokenResponse;
import dev.virga.api.sts.JWTPayloadSizeExceededException;
import dev.virga.api.sts.OutboundWebIdentityFederationDisabledException;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.IdentityTokens;
import dev.virga.kernel.Operation;
import dev.virga.kernel.Time;
import dev.virga.wire.Json;
import dev.virga.wire.Op;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A token that shows services elsewhere who the caller is, signed by the issuer of the account.
final class GetWebIdentityToken implements Operation<GetWebIdentityTokenRequest, GetWebIdentityTokenResponse> {
    private static final List<String> ALGORITHMS = List.of("RS256", "ES384");
    private static final String OWN = "https://sts.amazonaws.com/";
    private static final int DEFAULT_SECONDS = 300;
    private static final int MAX_PAYLOAD_BYTES = 8192;

    private final IdentityTokens tokens;
    private final Time time;

    GetWebIdentityToken(IdentityTokens tokens, Time time) {
        this.tokens = tokens;
        this.time = time;
    }

    @Override
    public Op<GetWebIdentityTokenRequest, GetWebIdentityTokenResponse> op() {
        return StsOps.GetWebIdentityToken;
    }

    @Override
    public List<Access> access(GetWebIdentityTokenRequest input, Call call) {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        keys.put("sts:IdentityTokenAudience", input.audience());
        keys.put("sts:SigningAlgorithm", List.of(input.signingAlgorithm()));
        keys.put("sts:DurationSeconds", List.of(String.valueOf(seconds(input))));
        List<Access> needed = new ArrayList<>();
        SessionTags tags = SessionTags.of(input.tags(), null, new Caller.Anonymous());
        tags.addConditions(keys);
        needed.add(Access.to("sts:GetWebIdentityToken", "*").withConditions(keys));
        if (!tags.isEmpty()) {
            needed.add(Access.to("sts:TagGetWebIdentityToken", "*").withConditions(keys));
        }
        return needed;
    }

    @Override
    public GetWebIdentityTokenResponse handle(GetWebIdentityTokenRequest input, Call call) {
        String issuer = tokens.issuer(call.account());
        if (issuer == null) {
            throw new OutboundWebIdentityFederationDisabledException(
                    "Outbound web identity federation is not enabled for account " + call.account() + ".");
        }
        if (!ALGORITHMS.contains(input.signingAlgorithm())) {
            throw StsErrors.validation("SigningAlgorithm must be one of " + ALGORITHMS + ".");
        }
        Instant now = time.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = now.plusSeconds(seconds(input));
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", subject(call.caller()));
        claims.put("aud", input.audience().size() == 1 ? input.audience().getFirst() : input.audience());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", end.getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        claims.put(OWN, own(input, call));
        if (Json.writeBytes(claims).length > MAX_PAYLOAD_BYTES) {
            throw new JWTPayloadSizeExceededException(
                    "The payload of the token exceeds " + MAX_PAYLOAD_BYTES + " bytes. Give fewer or shorter tags.");
        }
        return GetWebIdentityTokenResponse.builder()
                .webIdentityToken(tokens.sign(call.account(), input.signingAlgorithm(), claims))
                .expiration(end)
                .build();
    }

    private static int seconds(GetWebIdentityTokenRequest input) {
        return input.durationSeconds() == null ? DEFAULT_SECONDS : input.durationSeconds();
    }

    /// A role's sessions are one subject.
    private static String subject(Caller caller) {
        return switch (caller) {
            case Caller.Session session -> session.roleArn();
            case Caller.User user -> user.arn();
            case Caller.Root root -> root.arn();
            case Caller.FederatedUser user -> user.arn();
            case Caller.WebIdentity identity -> throw StsErrors.accessDenied("Credentials are missing");
            case Caller.Service service -> throw StsErrors.accessDenied("Credentials are missing");
            case Caller.Anonymous nobody -> throw StsErrors.accessDenied("Credentials are missing");
        };
    }

    private static Map<String, Object> own(GetWebIdentityTokenRequest input, Call call) {
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("aws_account", call.account());
        own.put("source_region", call.region());
        own.put("principal_id", subject(call.caller()));
        if (!call.caller().sessionTags().isEmpty()) {
            own.put("principal_tags", call.caller().sessionTags());
        }
        SessionTags tags = SessionTags.of(input.tags(), null, new Caller.Anonymous());
        if (!tags.isEmpty()) {
            own.put("request_tags", tags.all());
        }
        Caller.Token token = call.caller().token();
        if (token != null && token.sourceIdentity() != null) {
            own.put("source_identity", token.sourceIdentity());
        }
        return own;
    }
}
