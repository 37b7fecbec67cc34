package dev.virga.services.sts;

import dev.virga.api.iam.GetOpenIDConnectProviderRequest;
import dev.virga.api.iam.GetOpenIDConnectProviderResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.InvalidInputException;
import dev.virga.api.iam.NoSuchEntityException;
import dev.virga.api.sts.ExpiredTokenException;
import dev.virga.api.sts.IDPCommunicationErrorException;
import dev.virga.api.sts.IDPRejectedClaimException;
import dev.virga.api.sts.InvalidIdentityTokenException;
import dev.virga.api.sts.Tag;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Time;
import dev.virga.services.sts.RefusedTokens.Reason;
import dev.virga.wire.AwsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds out who a token of an identity provider speaks of: the provider has to be registered in
/// the account, sign with a key that it publishes, and have made the token for one of the audiences
/// that are registered. Any thread may call it.
final class WebIdentities {
    /// How far the clock of a provider may be ahead.
    private static final double SKEW_SECONDS = 60;

    private static final double MILLIS = 1000;
    private static final int MAX_CLAIM_CHARS = 255;
    private static final Pattern SOURCE_IDENTITY = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final Pattern TAG_KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
    private static final Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");

    private final Cloud cloud;
    private final Time time;
    private final IssuerKeys keys;
    private final RefusedTokens counts;

    WebIdentities(Cloud cloud, Time time, IssuerKeys keys, RefusedTokens counts) {
        this.cloud = cloud;
        this.time = time;
        this.keys = keys;
        this.counts = counts;
    }

    /// Whom a token proved.
    ///
    /// @param audience the one that is registered
    record Proven(Caller.WebIdentity caller, String issuer, String audience, WebIdentityClaims claims) {
        /// `<issuer>:aud` and so on, for policies to ask about.
        Map<String, List<String>> keys() {
            String prefix = withoutScheme(issuer) + ":";
            Map<String, List<String>> keys = new LinkedHashMap<>();
            keys.put(prefix + "aud", List.of(audience));
            keys.put(prefix + "sub", List.of(caller.subject()));
            List<String> methods = claims.texts("amr");
            if (!methods.isEmpty()) {
                keys.put(prefix + "amr", methods);
            }
            if (claims.text("azp") != null) {
                keys.put(prefix + "oaud", claims.texts("aud"));
            }
            return keys;
        }
    }

    /// @param account where the role is, and so the provider
    /// @throws AwsException InvalidIdentityToken, ExpiredTokenException, IDPCommunicationError
    Proven prove(String token, String account, Call call) {
        WebIdentityClaims claims = WebIdentityClaims.parse(token);
        if (claims == null) {
            throw invalid(
                    Reason.MALFORMED,
                    "The ID Token provided is not a valid JWT. (You may see this error if "
                            + "you sent an Access Token)");
        }
        if (claims.algorithm().equalsIgnoreCase("none")) {
            throw invalid(Reason.ALGORITHM, "The ID Token provided is not signed.");
        }
        String issuer = claims.text("iss");
        if (issuer == null) {
            throw missing("iss");
        }
        // Else one provider has any number of issuers, and the cache of their keys no limit.
        if (!issuer.startsWith("https://") && !issuer.startsWith("http://")) {
            throw noProvider(issuer);
        }
        String arn = "arn:aws:iam::" + account + ":oidc-provider/" + withoutScheme(issuer);
        GetOpenIDConnectProviderResponse provider = provider(arn, account, call);
        if (provider == null) {
            throw noProvider(issuer);
        }
        List<String> thumbprints = provider.thumbprintList() == null ? List.of() : provider.thumbprintList();
        checkSignature(token, claims, new IssuerKeys.Issuer(issuer, thumbprints));
        checkTimes(claims);
        String subject = claims.text("sub");
        if (subject == null) {
            throw missing("sub");
        }
        checkSizes(claims, subject);
        String audience = audience(claims, provider.clientIDList() == null ? List.of() : provider.clientIDList());
        return new Proven(new Caller.WebIdentity(account, arn, subject), issuer, audience, claims);
    }

    private @Nullable GetOpenIDConnectProviderResponse provider(String arn, String account, Call call) {
        try {
            return cloud.call(
                    new Caller.Root(account),
                    call.region(),
                    IamOps.GetOpenIDConnectProvider,
                    GetOpenIDConnectProviderRequest.builder()
                            .openIDConnectProviderArn(arn)
                            .build());
        } catch (NoSuchEntityException | InvalidInputException e) {
            return null;
        } catch (AwsException e) {
            if (e.status() >= 500) {
                throw e;
            }
            // An issuer that is too long or too strange for an ARN.
            return null;
        }
    }

    private void checkSignature(String token, WebIdentityClaims claims, IssuerKeys.Issuer issuer) {
        VerificationKeys published;
        try {
            published = keys.of(issuer, claims.keyId());
        } catch (IssuerKeys.Unavailable e) {
            counts.refuse(Reason.PROVIDER_UNAVAILABLE);
            throw new IDPCommunicationErrorException(
                    "Couldn't retrieve verification key from your identity provider: " + e.getMessage());
        }
        switch (published.verify(token)) {
            case VERIFIED -> {}
            case MALFORMED -> throw invalid(Reason.MALFORMED, "The ID Token provided is not a valid JWT.");
            case ALGORITHM ->
                throw invalid(
                        Reason.ALGORITHM,
                        "The ID Token is signed with " + claims.algorithm() + ", which is not supported.");
            case UNKNOWN_KEY ->
                throw invalid(
                        Reason.UNKNOWN_KEY,
                        "Couldn't retrieve verification key from your identity provider, please reference "
                                + "AssumeRoleWithWebIdentity documentation for requirements");
            case SIGNATURE -> throw invalid(Reason.SIGNATURE, "The signature of the ID Token is invalid.");
        }
    }

    private void checkTimes(WebIdentityClaims claims) {
        Double expires = claims.seconds("exp");
        Double issued = claims.seconds("iat");
        if (expires == null || issued == null) {
            throw missing(expires == null ? "exp" : "iat");
        }
        double now = time.instant().toEpochMilli() / MILLIS;
        if (now >= expires) {
            counts.refuse(Reason.EXPIRED);
            throw new ExpiredTokenException("Token expired: current date/time " + (long) now
                    + " must be before the expiration date/time " + expires.longValue());
        }
        Double notBefore = claims.seconds("nbf");
        double begin = notBefore == null ? issued : Math.max(issued, notBefore);
        if (begin > now + SKEW_SECONDS) {
            throw invalid(Reason.NOT_YET_VALID, "The ID Token is not valid yet.");
        }
    }

    /// What becomes part of the session has the limits that it has in `AssumeRole`.
    private void checkSizes(WebIdentityClaims claims, String subject) {
        String sourceIdentity = claims.sourceIdentity();
        boolean fit = subject.length() <= MAX_CLAIM_CHARS
                && String.join("", claims.texts("amr")).length() <= MAX_CLAIM_CHARS
                && String.join("", claims.texts("aud")).length() <= MAX_CLAIM_CHARS
                && (sourceIdentity == null
                        || SOURCE_IDENTITY.matcher(sourceIdentity).matches());
        for (Tag tag : claims.tags()) {
            fit &= TAG_KEY.matcher(tag.key()).matches()
                    && TAG_VALUE.matcher(tag.value()).matches();
        }
        if (!fit) {
            counts.refuse(Reason.UNUSABLE_CLAIM);
            throw new IDPRejectedClaimException(
                    "A claim of the ID Token is too long or has characters that a session" + " cannot have.");
        }
    }

    /// The party that the token was made for; `azp` says it more exactly than `aud`.
    private String audience(WebIdentityClaims claims, List<String> registered) {
        String party = claims.text("azp");
        List<String> given = party == null ? claims.texts("aud") : List.of(party);
        if (given.isEmpty()) {
            throw missing("aud");
        }
        for (String audience : given) {
            if (registered.contains(audience)) {
                return audience;
            }
        }
        throw invalid(Reason.AUDIENCE, "Incorrect token audience");
    }

    private AwsException missing(String claim) {
        return invalid(Reason.MISSING_CLAIM, "Missing a required claim: " + claim);
    }

    private AwsException noProvider(String issuer) {
        return invalid(Reason.NO_PROVIDER, "No OpenIDConnect provider found in your account for " + issuer);
    }

    private AwsException invalid(Reason reason, String message) {
        counts.refuse(reason);
        return new InvalidIdentityTokenException(message);
    }

    static String withoutScheme(String url) {
        int scheme = url.indexOf("://");
        return scheme < 0 ? url : url.substring(scheme + 3);
    }
}
