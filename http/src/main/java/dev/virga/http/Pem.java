package dev.virga.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads certificates and private keys as operators have them: text between `-----BEGIN` and
/// `-----END`. Keys may be PKCS #8, or the older forms of RSA and elliptic curve keys.
public final class Pem {
    /// A chain of a dozen certificates is a tenth of this.
    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \\1-----");
    private static final byte[] RSA_ALGORITHM = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
    };
    private static final byte[] EC_ALGORITHM = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final byte SEQUENCE = 0x30;
    private static final byte OCTETS = 0x04;
    private static final byte OBJECT_ID = 0x06;
    private static final byte CURVE = (byte) 0xa0;

    private record Block(String label, byte[] bytes) {}

    private Pem() {}

    /// A server's certificate, with those that lead to its authority after it, and its key.
    ///
    /// @throws IOException with a message for the operator
    public static Identity identity(Path certificates, Path key) throws IOException {
        List<X509Certificate> chain = certificates(certificates);
        if (chain.isEmpty()) {
            throw new IOException(certificates + " holds no certificate");
        }
        PrivateKey own = key(key);
        if (!belong(chain.getFirst().getPublicKey(), own)) {
            throw new IOException("the key in " + key + " is not that of the first certificate in " + certificates);
        }
        return new Identity(chain, own);
    }

    public static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> all = new ArrayList<>();
        for (Block block : blocks(file)) {
            if (block.label.equals("CERTIFICATE")) {
                try {
                    CertificateFactory factory = CertificateFactory.getInstance("X.509");
                    all.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes)));
                } catch (GeneralSecurityException e) {
                    throw new IOException(file + " holds a certificate that cannot be read: " + e.getMessage(), e);
                }
            }
        }
        return all;
    }

    public static PrivateKey key(Path file) throws IOException {
        for (Block block : blocks(file)) {
            switch (block.label) {
                case "PRIVATE KEY" -> {
                    return pkcs8(file, block.bytes);
                }
                case "RSA PRIVATE KEY" -> {
                    return pkcs8(file, wrapped(RSA_ALGORITHM, block.bytes));
                }
                case "EC PRIVATE KEY" -> {
                    byte[] algorithm = tagged(SEQUENCE, joined(EC_ALGORITHM, curve(file, block.bytes)));
                    return pkcs8(file, wrapped(algorithm, block.bytes));
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new IOException("the key in " + file + " is encrypted; take the password off, and let only"
                            + " the server's user read the file");
                default -> {}
            }
        }
        throw new IOException(file + " holds no private key");
    }

    /// Writes what [#certificates(Path)] and [#key(Path)] read.
    public static String text(String label, byte[] bytes) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private static List<Block> blocks(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException(file + " is larger than " + MAX_FILE_BYTES + " bytes");
        }
        List<Block> all = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            try {
                all.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            } catch (IllegalArgumentException e) {
                throw new IOException(file + " is damaged: " + e.getMessage(), e);
            }
        }
        return all;
    }

    private static PrivateKey pkcs8(Path file, byte[] bytes) throws IOException {
        for (String algorithm : new String[] {"EC", "RSA", "EdDSA"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (InvalidKeySpecException e) {
                // Of another kind, perhaps.
            } catch (GeneralSecurityException e) {
                throw new IOException("this JVM has no " + algorithm + " keys", e);
            }
        }
        throw new IOException("the key in " + file + " is neither RSA, nor of an elliptic curve, nor Ed25519");
    }

    /// A PKCS #8 structure around an older one.
    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return tagged(SEQUENCE, joined(joined(VERSION_0, algorithm), tagged(OCTETS, key)));
    }

    /// `ECPrivateKey ::= SEQUENCE { 1, OCTET STRING, [0] OBJECT IDENTIFIER, … }`: the identifier,
    /// with its tag and length. It is short, so all lengths that matter are one byte but the first.
    private static byte[] curve(Path file, byte[] key) throws IOException {
        int at = key.length > 2 && (key[1] & 0x80) != 0 ? 2 + (key[1] & 0x7f) : 2;
        while (at >= 0 && at + 3 < key.length) {
            int length = key[at + 1];
            if (length < 0) {
                break;
            }
            if (key[at] == CURVE && key[at + 2] == OBJECT_ID && at + 2 + length <= key.length) {
                return Arrays.copyOfRange(key, at + 2, at + 2 + length);
            }
            at += 2 + length;
        }
        throw new IOException("the key in " + file + " does not name its curve; convert it to PKCS #8");
    }

    private static byte[] tagged(byte tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 4);
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static boolean belong(PublicKey certified, PrivateKey key) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "EdDSA";
                };
        try {
            byte[] text = {1, 2, 3};
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(text);
            byte[] signature = signing.sign();
            signing.initVerify(certified);
            signing.update(text);
            return signing.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
