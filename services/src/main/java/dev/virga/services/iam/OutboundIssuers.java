package dev.virga.services.iam;

import dev.virga.api.iam.FeatureDisabledException;
import dev.virga.api.iam.FeatureEnabledException;
import dev.virga.kernel.IdentityTokens;
import dev.virga.kernel.crypto.Seal;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes the issuers of accounts, signs with their keys and shows the public ones. Any thread may
/// call it.
final class OutboundIssuers implements IdentityTokens {
    /// Where the public keys of an issuer are, before its id.
    static final String PATH = "/_aws/web-identity/";

    private static final String KEY_OF = "key of issuer ";
    private static final int RSA_BITS = 2048;
    private static final int EC_BYTES = 48;
    private static final int KEY_ID_BYTES = 12;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final OutboundIssuerTable table;
    private final Seal seal;

    OutboundIssuers(OutboundIssuerTable table, Seal seal) {
        this.table = table;
        this.seal = seal;
    }

    /// @param endpoint of the cloud, as others reach it
    /// @return the issuer's URL
    /// @throws AwsException FeatureEnabled
    String enable(String account, String endpoint) {
        OutboundIssuer known = table.find(account);
        if (known != null && known.enabled()) {
            throw alreadyEnabled();
        }
        if (known != null) {
            table.replace(known.withEnabled(true));
            return known.url();
        }
        String id = UUID.randomUUID().toString();
        OutboundIssuer fresh =
                new OutboundIssuer(account, id, endpoint + PATH + id, true, newKey("RSA", id), newKey("EC", id));
        if (!table.create(fresh)) {
            throw alreadyEnabled();
        }
        return fresh.url();
    }

    private static AwsException alreadyEnabled() {
        return new FeatureEnabledException("Outbound web identity federation is enabled already.");
    }

    /// @throws AwsException FeatureDisabled
    void disable(String account) {
        table.replace(require(account).withEnabled(false));
    }

    /// @throws AwsException FeatureDisabled
    OutboundIssuer require(String account) {
        OutboundIssuer known = table.find(account);
        if (known == null || !known.enabled()) {
            throw new FeatureDisabledException("Outbound web identity federation is not enabled for the account.");
        }
        return known;
    }

    private OutboundIssuer.Key newKey(String algorithm, String id) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp384r1"));
            } else {
                generator.initialize(RSA_BITS);
            }
            KeyPair pair = generator.generateKeyPair();
            return new OutboundIssuer.Key(
                    pair.getPublic().getEncoded(),
                    seal.seal(pair.getPrivate().getEncoded(), KEY_OF + id + "/" + algorithm));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public @Nullable String issuer(String account) {
        OutboundIssuer issuer = table.find(account);
        return issuer == null || !issuer.enabled() ? null : issuer.url();
    }

    @Override
    public String sign(String account, String algorithm, Map<String, ?> claims) {
        OutboundIssuer issuer = table.find(account);
        if (issuer == null) {
            throw new IllegalStateException("account " + account + " has no issuer");
        }
        boolean ec = algorithm.equals(OutboundIssuer.ES384);
        OutboundIssuer.Key key = ec ? issuer.ec() : issuer.rsa();
        String kind = ec ? "EC" : "RSA";
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", algorithm);
        header.put("kid", keyId(key));
        header.put("typ", "JWT");
        String text =
                BASE64.encodeToString(Json.writeBytes(header)) + "." + BASE64.encodeToString(Json.writeBytes(claims));
        try {
            byte[] pkcs8 = seal.open(key.sealed(), KEY_OF + issuer.id() + "/" + kind);
            PrivateKey secret = KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            Arrays.fill(pkcs8, (byte) 0);
            Signature signature = Signature.getInstance(ec ? "SHA384withECDSAinP1363Format" : "SHA256withRSA");
            signature.initSign(secret);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String keyId(OutboundIssuer.Key key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.shown());
            return BASE64.encodeToString(Arrays.copyOf(hash, KEY_ID_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What others check its tokens with; null when there is no such issuer. Also of one that was
    /// switched off: its last tokens are valid for a while.
    @Nullable
    Map<String, Object> published(String id, String document) {
        OutboundIssuer issuer = table.byId(id);
        if (issuer == null) {
            return null;
        }
        return switch (document) {
            case "/.well-known/openid-configuration" -> discovery(issuer);
            case "/.well-known/jwks.json" -> Map.of("keys", List.of(rsa(issuer.rsa()), ec(issuer.ec())));
            default -> null;
        };
    }

    private static Map<String, Object> discovery(OutboundIssuer issuer) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("issuer", issuer.url());
        all.put("jwks_uri", issuer.url() + "/.well-known/jwks.json");
        all.put("response_types_supported", List.of("id_token"));
        all.put("subject_types_supported", List.of("public"));
        all.put("id_token_signing_alg_values_supported", List.of(OutboundIssuer.ES384, OutboundIssuer.RS256));
        all.put("claims_supported", List.of("iss", "sub", "aud", "iat", "exp", "jti"));
        return all;
    }

    private static Map<String, Object> rsa(OutboundIssuer.Key key) {
        RSAPublicKey shown = (RSAPublicKey) shown("RSA", key);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("kty", "RSA");
        all.put("use", "sig");
        all.put("alg", OutboundIssuer.RS256);
        all.put("kid", keyId(key));
        all.put("n", number(shown.getModulus(), RSA_BITS / Byte.SIZE));
        all.put("e", BASE64.encodeToString(shown.getPublicExponent().toByteArray()));
        return all;
    }

    private static Map<String, Object> ec(OutboundIssuer.Key key) {
        ECPublicKey shown = (ECPublicKey) shown("EC", key);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("kty", "EC");
        all.put("use", "sig");
        all.put("alg", OutboundIssuer.ES384);
        all.put("crv", "P-384");
        all.put("kid", keyId(key));
        all.put("x", number(shown.getW().getAffineX(), EC_BYTES));
        all.put("y", number(shown.getW().getAffineY(), EC_BYTES));
        return all;
    }

    private static PublicKey shown(String algorithm, OutboundIssuer.Key key) {
        try {
            return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(key.shown()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Without a sign, filled up with zeros.
    private static String number(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] all = new byte[length];
        int count = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - count, all, length - count, count);
        return BASE64.encodeToString(all);
    }
}
