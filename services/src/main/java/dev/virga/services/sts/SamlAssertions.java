package dev.virga.services.sts;

import dev.virga.api.sts.ExpiredTokenException;
import dev.virga.api.sts.IDPRejectedClaimException;
import dev.virga.api.sts.InvalidIdentityTokenException;
import dev.virga.api.sts.Tag;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Time;
import dev.virga.kernel.saml.SamlIssuers;
import dev.virga.kernel.saml.SamlMetadata;
import dev.virga.kernel.saml.SamlXml;
import dev.virga.services.sts.RefusedTokens.Reason;
import dev.virga.wire.AwsException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// Finds out who a SAML response speaks of: a provider that is registered in the account has to
/// have signed it, for this cloud, a few minutes ago at most. Any thread may call it.
final class SamlAssertions {
    /// How long after its making an assertion is taken.
    static final Duration REDEEM_WITHIN = Duration.ofMinutes(5);
    /// How far the clock of a provider may be ahead.
    private static final Duration SKEW = Duration.ofSeconds(60);

    private static final String AUDIENCE = "urn:amazon:webservices";
    private static final Pattern ENDPOINT = Pattern.compile(
            "https://([a-z0-9-]{1,40}\\.)?signin\\.aws\\.amazon\\.com/(platform/)?saml(/acs/[A-Za-z0-9]{1,64})?");
    private static final String SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final Pattern TAG_KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
    private static final Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");
    private static final int MAX_CLAIM_CHARS = 255;

    private final SamlIssuers issuers;
    /// This cloud's own addresses to sign in at.
    private final Set<String> addresses;
    private final Time time;
    private final RefusedTokens counts;

    /// @param endpoints that this cloud is reached at
    SamlAssertions(SamlIssuers issuers, Set<String> endpoints, Time time, RefusedTokens counts) {
        this.issuers = issuers;
        this.addresses = endpoints.stream().map(each -> each + "/saml").collect(Collectors.toUnmodifiableSet());
        this.time = time;
        this.counts = counts;
    }

    /// Whom an assertion proved.
    record Proven(Caller.WebIdentity caller, String sessionName, SamlClaims claims) {
        /// Tells the people of one provider from those of another of the same name elsewhere.
        String nameQualifier() {
            String friendly = caller.provider().substring(caller.provider().indexOf('/'));
            String text = claims.issuer() + caller.account() + friendly;
            try {
                byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
                return Base64.getEncoder().encodeToString(hash);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        /// For policies to ask about.
        Map<String, List<String>> keys() {
            Map<String, List<String>> keys = new LinkedHashMap<>();
            keys.put("saml:aud", List.of(claims.confirmation().recipient()));
            keys.put("saml:iss", List.of(claims.issuer()));
            keys.put("saml:sub", List.of(claims.subject()));
            keys.put("saml:sub_type", List.of(claims.subjectType()));
            keys.put("saml:namequalifier", List.of(nameQualifier()));
            keys.put(
                    "saml:doc",
                    List.of(caller.account()
                            + caller.provider().substring(caller.provider().indexOf('/'))));
            return keys;
        }
    }

    /// @param text base64 of a `Response`
    /// @param provider ARN
    /// @throws AwsException InvalidIdentityToken, ExpiredTokenException, IDPRejectedClaim
    Proven prove(String text, Arn provider) {
        Document document = document(text);
        SamlMetadata metadata = issuers.find(provider);
        if (metadata == null) {
            throw invalid(Reason.NO_PROVIDER, "Specified provider doesn't exist");
        }
        Instant until = metadata.validUntil();
        if (until != null && !time.instant().isBefore(until)) {
            throw invalid(Reason.EXPIRED, "The metadata of the specified provider has expired");
        }
        Element assertion = SamlSignatures.assertion(document);
        if (assertion == null) {
            checkStatus(document.getDocumentElement());
            throw malformed();
        }
        if (!SamlSignatures.verifies(document, assertion, metadata.signingCertificates())) {
            throw invalid(Reason.SIGNATURE, "Response signature invalid");
        }
        checkStatus(document.getDocumentElement());
        SamlClaims claims = SamlClaims.read(assertion);
        if (claims == null) {
            throw malformed();
        }
        if (!claims.issuer().equals(metadata.entityId())) {
            throw invalid(Reason.NO_PROVIDER, "Issuer not present in specified provider");
        }
        checkTimes(claims);
        checkAudience(claims);
        String sessionName = claims.value("RoleSessionName");
        if (sessionName == null) {
            throw invalid(Reason.MISSING_CLAIM, "RoleSessionName is required in AuthnResponse");
        }
        if (!SESSION_NAME.matcher(sessionName).matches()) {
            throw invalid(
                    Reason.UNUSABLE_CLAIM, "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}");
        }
        checkSizes(claims);
        return new Proven(
                new Caller.WebIdentity(provider.account(), provider.toString(), claims.subject()), sessionName, claims);
    }

    private Document document(String text) {
        byte[] xml;
        try {
            xml = Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
        Document document = SamlXml.parse(new String(xml, StandardCharsets.UTF_8));
        if (document == null) {
            throw malformed();
        }
        return document;
    }

    /// The provider may say that it did not let the person in; that needs no signature.
    private void checkStatus(Element response) {
        Element status = SamlXml.child(response, SamlXml.PROTOCOL, "Status");
        Element code = status == null ? null : SamlXml.child(status, SamlXml.PROTOCOL, "StatusCode");
        if (code == null) {
            throw malformed();
        }
        if (!SUCCESS.equals(SamlXml.attribute(code, "Value"))) {
            counts.refuse(Reason.UNUSABLE_CLAIM);
            throw new IDPRejectedClaimException("The identity provider reported that authentication failed.");
        }
    }

    private void checkTimes(SamlClaims claims) {
        Instant now = time.instant();
        Instant issued = claims.issued();
        if (issued == null) {
            throw malformed();
        }
        if (now.isAfter(issued.equals(Instant.MIN) ? issued : issued.plus(REDEEM_WITHIN))) {
            throw expired("Token must be redeemed within 5 minutes of issuance");
        }
        SamlClaims.Conditions conditions = claims.conditions();
        Instant until = conditions.notOnOrAfter();
        Instant sessionEnd = claims.sessionEnd();
        if (!now.isBefore(claims.confirmation().notOnOrAfter())
                || (until != null && !now.isBefore(until))
                || (sessionEnd != null && !now.isBefore(sessionEnd))) {
            throw expired("The SAML assertion has expired");
        }
        Instant latest = now.plus(SKEW);
        if (issued.isAfter(latest)
                || isAfter(conditions.notBefore(), latest)
                || isAfter(claims.confirmation().notBefore(), latest)) {
            throw invalid(Reason.NOT_YET_VALID, "The SAML assertion is not valid yet");
        }
    }

    private static boolean isAfter(@Nullable Instant time, Instant latest) {
        return time != null && time.isAfter(latest);
    }

    private void checkAudience(SamlClaims claims) {
        List<List<String>> restrictions = claims.conditions().audiences();
        boolean meant = !restrictions.isEmpty()
                && restrictions.stream()
                        .allMatch(names -> names.stream().anyMatch(name -> name.equals(AUDIENCE) || isOurs(name)));
        if (!meant) {
            throw invalid(Reason.AUDIENCE, "Response does not contain the required audience.");
        }
        if (!isOurs(claims.confirmation().recipient())) {
            throw invalid(Reason.AUDIENCE, "Response does not contain the required recipient.");
        }
    }

    /// Where people sign in: AWS's addresses, which providers know, and this cloud's own. Not what
    /// the client addressed: nobody signed that.
    private boolean isOurs(String url) {
        return ENDPOINT.matcher(url).matches() || addresses.contains(url);
    }

    /// What becomes part of the session has the limits that it has in `AssumeRole`.
    private void checkSizes(SamlClaims claims) {
        boolean fit = claims.subject().length() <= MAX_CLAIM_CHARS
                && claims.subjectType().length() <= MAX_CLAIM_CHARS
                && claims.issuer().length() <= MAX_CLAIM_CHARS;
        List<String> identity = claims.values("SourceIdentity");
        fit &= identity.isEmpty()
                || (identity.size() == 1
                        && SESSION_NAME.matcher(identity.getFirst()).matches());
        for (Tag tag : claims.tags()) {
            fit &= TAG_KEY.matcher(tag.key()).matches()
                    && TAG_VALUE.matcher(tag.value()).matches();
        }
        if (!fit) {
            counts.refuse(Reason.UNUSABLE_CLAIM);
            throw new IDPRejectedClaimException(
                    "An attribute of the SAML assertion is too long or has characters that a session cannot have.");
        }
    }

    private AwsException malformed() {
        return invalid(Reason.MALFORMED, "The SAML response is malformed");
    }

    private AwsException expired(String message) {
        counts.refuse(Reason.EXPIRED);
        return new ExpiredTokenException(message);
    }

    private AwsException invalid(Reason reason, String message) {
        counts.refuse(reason);
        return new InvalidIdentityTokenException(message);
    }
}
