package dev.virga.services.iam;

import dev.virga.api.iam.KeyPairMismatchException;
import dev.virga.api.iam.MalformedCertificateException;
import dev.virga.wire.AwsException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads X.509 certificates in PEM, and the private keys that belong to them. Any thread may call
/// it.
final class Certificates {
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String PKCS1 = "RSA PRIVATE KEY";
    private static final String SEC1 = "EC PRIVATE KEY";
    private static final String EC_PARAMETERS = "EC PARAMETERS";
    private static final byte[] PROOF = "these two belong together".getBytes(StandardCharsets.US_ASCII);
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final byte[] RSA = {
        0x30, 0x0d, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
    };

    private Certificates() {}

    /// @throws AwsException MalformedCertificate when it is not exactly one
    static X509Certificate one(String pem) {
        List<X509Certificate> all = parse(pem);
        if (all == null || all.size() != 1) {
            throw new MalformedCertificateException(
                    "Unable to parse certificate. Please ensure the certificate is in PEM format.");
        }
        return all.getFirst();
    }

    /// @throws AwsException MalformedCertificate unless each signed the one before
    static void checkChain(X509Certificate leaf, String pem) {
        List<X509Certificate> chain = parse(pem);
        if (chain == null) {
            throw new MalformedCertificateException(
                    "Unable to parse certificate chain. Please ensure the certificates are in PEM format.");
        }
        X509Certificate last = leaf;
        for (X509Certificate issuer : chain) {
            if (!signed(last, issuer)) {
                throw new MalformedCertificateException("Unable to validate certificate chain. The certificate chain "
                        + "must start with the immediate signing certificate, followed by any intermediaries in order. "
                        + "The index within the chain of the invalid certificate is: " + chain.indexOf(issuer));
            }
            last = issuer;
        }
    }

    private static boolean signed(X509Certificate certificate, X509Certificate issuer) {
        try {
            if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
                return false;
            }
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// @throws AwsException MalformedCertificate
    static void checkInForce(X509Certificate certificate, Instant now) {
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            throw new MalformedCertificateException("The certificate has expired.");
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            throw new MalformedCertificateException("The certificate is not valid yet.");
        }
    }

    private static @Nullable List<X509Certificate> parse(String pem) {
        List<Pem.Block> blocks = Pem.read(pem);
        if (blocks == null) {
            return null;
        }
        List<X509Certificate> all = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Pem.Block block : blocks) {
                if (!block.label().equals(Pem.CERTIFICATE)
                        || !(factory.generateCertificate(new ByteArrayInputStream(block.der()))
                                instanceof X509Certificate certificate)) {
                    return null;
                }
                all.add(certificate);
            }
        } catch (CertificateException e) {
            return null;
        }
        return all;
    }

    /// @throws AwsException MalformedCertificate when the key cannot be read, KeyPairMismatch when
    ///     it is another's
    static void checkKey(X509Certificate certificate, String pem) {
        PublicKey shown = certificate.getPublicKey();
        String algorithm =
                switch (shown) {
                    case RSAPublicKey rsa -> "SHA256withRSA";
                    case ECPublicKey ec -> "SHA256withECDSA";
                    default ->
                        throw new MalformedCertificateException(
                                "The algorithm of the certificate's key is not supported: " + shown.getAlgorithm());
                };
        try {
            PrivateKey key = key(pem, shown);
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROOF);
            byte[] proof = signature.sign();
            signature.initVerify(shown);
            signature.update(PROOF);
            if (signature.verify(proof)) {
                return;
            }
        } catch (InvalidKeyException | SignatureException e) {
            // A proof of another length is also of another key.
            throw mismatch();
        } catch (GeneralSecurityException e) {
            throw malformedKey();
        }
        throw mismatch();
    }

    private static PrivateKey key(String pem, PublicKey shown) throws GeneralSecurityException {
        List<Pem.Block> blocks = Pem.read(pem);
        List<Pem.Block> keys = blocks == null
                ? List.of()
                : blocks.stream()
                        .filter(block -> !block.label().equals(EC_PARAMETERS))
                        .toList();
        if (keys.size() != 1) {
            throw malformedKey();
        }
        Pem.Block block = keys.getFirst();
        return switch (block.label()) {
            case PKCS8 -> generate(shown, block.der());
            case PKCS1 -> {
                if (!(shown instanceof RSAPublicKey)) {
                    throw mismatch();
                }
                yield generate(shown, wrapped(RSA, block.der()));
            }
            case SEC1 -> {
                if (!(shown instanceof ECPublicKey)) {
                    throw mismatch();
                }
                yield generate(shown, wrapped(algorithmOf(shown), block.der()));
            }
            default -> throw malformedKey();
        };
    }

    private static PrivateKey generate(PublicKey shown, byte[] pkcs8) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance(shown.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (InvalidKeySpecException e) {
            for (String other : List.of("RSA", "EC")) {
                if (!other.equals(shown.getAlgorithm()) && reads(other, pkcs8)) {
                    throw mismatch();
                }
            }
            throw e;
        }
    }

    private static boolean reads(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
        try {
            KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            return true;
        } catch (InvalidKeySpecException e) {
            return false;
        }
    }

    /// PKCS#8 around a key in its algorithm's own form, which is all that the JDK reads.
    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return tagged(SEQUENCE, joined(VERSION_0, algorithm, tagged(OCTET_STRING, key)));
    }

    /// The first element of a public key, which names the algorithm, and its curve.
    private static byte[] algorithmOf(PublicKey key) {
        byte[] encoded = key.getEncoded();
        // Both lengths are below 128 or have one or two more bytes that say them.
        int inner = 2 + lengthBytes(encoded[1]);
        int length = encoded[inner + 1];
        return Arrays.copyOfRange(encoded, inner, inner + 2 + length);
    }

    private static int lengthBytes(byte first) {
        return first < 0 ? first & 0x7f : 0;
    }

    private static byte[] tagged(int tag, byte[] value) {
        byte[] head = value.length < 0x80
                ? new byte[] {(byte) tag, (byte) value.length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (value.length >> 8), (byte) value.length};
        return joined(head, value);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static AwsException mismatch() {
        return new KeyPairMismatchException("The public key certificate and the private key do not match.");
    }

    private static AwsException malformedKey() {
        return new MalformedCertificateException(
                "Unable to parse private key. Please ensure the key is in PEM format and not encrypted.");
    }
}
