package dev.virga.services.iam;

import dev.virga.api.iam.InvalidPublicKeyException;
import dev.virga.api.iam.UnrecognizedPublicKeyEncodingException;
import dev.virga.wire.AwsException;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A public RSA key in the two forms in which IAM takes and shows it: a line of OpenSSH's, or PEM.
record SshKeyText(RSAPublicKey key) {
    private static final String TYPE = "ssh-rsa";
    private static final int MIN_BITS = 2048;
    private static final int MAX_BITS = 16_384;

    /// @throws AwsException UnrecognizedPublicKeyEncoding, InvalidPublicKey
    static SshKeyText parse(String text) {
        String trimmed = text.strip();
        byte[] der = null;
        byte[] blob = null;
        if (trimmed.startsWith("-----BEGIN ")) {
            List<Pem.Block> blocks = Pem.read(trimmed);
            if (blocks == null
                    || blocks.size() != 1
                    || !blocks.getFirst().label().equals(Pem.PUBLIC_KEY)) {
                throw unrecognized();
            }
            der = blocks.getFirst().der();
        } else {
            String[] words = trimmed.split("\\s+", 3);
            if (words.length < 2 || !words[0].equals(TYPE)) {
                throw unrecognized();
            }
            blob = decode(words[1]);
        }
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            PublicKey key = der != null
                    ? factory.generatePublic(new X509EncodedKeySpec(der))
                    : factory.generatePublic(spec(blob));
            if (key instanceof RSAPublicKey rsa
                    && rsa.getModulus().bitLength() >= MIN_BITS
                    && rsa.getModulus().bitLength() <= MAX_BITS) {
                return new SshKeyText(rsa);
            }
        } catch (GeneralSecurityException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    /// Three fields with their lengths before them: type, exponent, modulus.
    private static RSAPublicKeySpec spec(byte @Nullable [] blob) {
        ByteBuffer in = ByteBuffer.wrap(blob == null ? new byte[0] : blob);
        String type = new String(field(in), StandardCharsets.ISO_8859_1);
        byte[] exponent = field(in);
        byte[] modulus = field(in);
        if (!type.equals(TYPE) || in.hasRemaining() || exponent.length == 0 || modulus.length == 0) {
            throw invalid();
        }
        return new RSAPublicKeySpec(new BigInteger(modulus), new BigInteger(exponent));
    }

    private static byte[] field(ByteBuffer in) {
        if (in.remaining() < Integer.BYTES) {
            throw invalid();
        }
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw invalid();
        }
        byte[] field = new byte[length];
        in.get(field);
        return field;
    }

    private byte[] blob() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] field : List.of(
                TYPE.getBytes(StandardCharsets.US_ASCII),
                key.getPublicExponent().toByteArray(),
                key.getModulus().toByteArray())) {
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
            out.writeBytes(field);
        }
        return out.toByteArray();
    }

    String openSsh() {
        return TYPE + " " + Base64.getEncoder().encodeToString(blob());
    }

    String pem() {
        return Pem.write(Pem.PUBLIC_KEY, key.getEncoded());
    }

    /// MD5 with colons, as `ssh-keygen -E md5` shows it; it tells keys apart and proves nothing.
    String fingerprint() {
        try {
            return HexFormat.ofDelimiter(":")
                    .formatHex(MessageDigest.getInstance("MD5").digest(blob()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AwsException invalid() {
        return new InvalidPublicKeyException("The public key is malformed or otherwise invalid.");
    }

    private static AwsException unrecognized() {
        return new UnrecognizedPublicKeyEncodingException(
                "The public key encoding format is unsupported or unrecognized.");
    }
}
