package dev.virga.services.sts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import dev.virga.wire.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The public keys of one identity provider, and the only code that checks a token's signature. The
/// algorithm has to be one of [#ALGORITHMS] and fit the key, whatever the token says; keys that a
/// token brings along (`jwk`, `jku`, `x5c`) are never looked at.
///
/// Loads the JOSE library, so it is touched only when a token comes. Immutable.
final class VerificationKeys {
    private static final int MAX_KEYS = 200;
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 8192;

    /// Those that AWS takes; no `none`, and no HMAC with which a public key would be a secret.
    private static final Map<JWSAlgorithm, KeyType> ALGORITHMS = Map.of(
            JWSAlgorithm.RS256, KeyType.RSA,
            JWSAlgorithm.RS384, KeyType.RSA,
            JWSAlgorithm.RS512, KeyType.RSA,
            JWSAlgorithm.ES256, KeyType.EC,
            JWSAlgorithm.ES384, KeyType.EC,
            JWSAlgorithm.ES512, KeyType.EC);

    /// How a check ended.
    enum Outcome {
        VERIFIED,
        /// It is no compact JWS, or demands something that is not understood.
        MALFORMED,
        /// Not signed, or in a way that is not taken.
        ALGORITHM,
        /// The provider has no key for it.
        UNKNOWN_KEY,
        /// Somebody else signed it, or it was changed.
        SIGNATURE
    }

    private final List<JWK> keys;

    private VerificationKeys(List<JWK> keys) {
        this.keys = List.copyOf(keys);
    }

    /// @param set a JWK set; keys in it that cannot be used are left out
    static VerificationKeys parse(Map<?, ?> set) throws IOException {
        if (!(set.get("keys") instanceof List<?> all) || all.size() > MAX_KEYS) {
            throw new IOException("the identity provider's keys cannot be read");
        }
        List<JWK> usable = new ArrayList<>();
        for (Object one : all) {
            JWK key = one instanceof Map<?, ?> fields ? usable(fields) : null;
            if (key != null) {
                usable.add(key);
            }
        }
        if (usable.isEmpty()) {
            throw new IOException("the identity provider has no key that can be used");
        }
        return new VerificationKeys(usable);
    }

    private static @Nullable JWK usable(Map<?, ?> fields) {
        try {
            JWK key = JWK.parse(Json.write(fields));
            boolean forSigning = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
            Set<KeyOperation> operations = key.getKeyOperations();
            boolean forVerifying = operations == null || operations.contains(KeyOperation.VERIFY);
            return forSigning && forVerifying && strong(key) ? key : null;
        } catch (ParseException | RuntimeException e) {
            // One key that is broken or of another kind says nothing about the others.
            return null;
        }
    }

    private static boolean strong(JWK key) {
        if (key instanceof RSAKey rsa) {
            int bits = rsa.getModulus().decodeToBigInteger().bitLength();
            BigInteger exponent = rsa.getPublicExponent().decodeToBigInteger();
            return bits >= MIN_RSA_BITS
                    && bits <= MAX_RSA_BITS
                    && exponent.testBit(0)
                    && exponent.compareTo(BigInteger.TWO) > 0;
        }
        return key instanceof ECKey;
    }

    boolean has(String keyId) {
        return keys.stream().anyMatch(key -> keyId.equals(key.getKeyID()));
    }

    Outcome verify(String token) {
        if (!isStrict(token)) {
            return Outcome.MALFORMED;
        }
        JWSObject signed;
        try {
            signed = JWSObject.parse(token);
        } catch (ParseException | RuntimeException e) {
            return Outcome.MALFORMED;
        }
        JWSHeader header = signed.getHeader();
        KeyType type = ALGORITHMS.get(header.getAlgorithm());
        if (type == null) {
            return Outcome.ALGORITHM;
        }
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            return Outcome.MALFORMED;
        }
        boolean found = false;
        for (JWK key : keys) {
            if (fits(key, type, header)) {
                found = true;
                if (verifies(signed, key)) {
                    return Outcome.VERIFIED;
                }
            }
        }
        return found ? Outcome.SIGNATURE : Outcome.UNKNOWN_KEY;
    }

    /// Whether every part is base64url in its one form: the library takes more, and then several
    /// texts are the same token.
    private static boolean isStrict(String token) {
        try {
            for (String part : token.split("\\.", -1)) {
                byte[] bytes = Base64.getUrlDecoder().decode(part);
                if (!Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(bytes)
                        .equals(part)) {
                    return false;
                }
            }
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean fits(JWK key, KeyType type, JWSHeader header) {
        boolean named = header.getKeyID() == null || header.getKeyID().equals(key.getKeyID());
        boolean meant = key.getAlgorithm() == null || key.getAlgorithm().equals(header.getAlgorithm());
        return named && meant && key.getKeyType().equals(type);
    }

    private static boolean verifies(JWSObject signed, JWK key) {
        try {
            JWSVerifier verifier = key instanceof RSAKey rsa
                    ? new RSASSAVerifier(rsa.toRSAPublicKey())
                    : new ECDSAVerifier(key.toECKey().toECPublicKey());
            // An algorithm that is not the one of the key's curve is refused here.
            return signed.verify(verifier);
        } catch (JOSEException | RuntimeException e) {
            return false;
        }
    }
}
