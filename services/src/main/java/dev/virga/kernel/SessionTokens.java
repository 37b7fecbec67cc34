package dev.virga.kernel;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.wire.AwsException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Temporary credentials that need no row in the store: the token itself says whom it stands for
/// and until when, and is sealed with a key of this installation; the secret is derived from the
/// access key id.
///
/// Token: base64(seal (32 bytes) + form (0 plain, 1 deflated) + row). Any thread may call it.
public final class SessionTokens {
    private static final int FORMAT = 1;
    private static final int SEAL_BYTES = 32;

    /// Longer ones are refused unread, and not given out: a header has 8 KB.
    public static final int MAX_TOKEN_CHARS = 8000;

    /// Rows from this size on are deflated: policies become a third.
    private static final int DEFLATE_FROM_BYTES = 1024;
    private static final int MAX_ROW_BYTES = 128 << 10;
    private static final byte PLAIN = 0;
    private static final byte DEFLATED = 1;

    /// @param accessKeyId `ASIA…`
    public record Issued(String accessKeyId, String secretKey, String sessionToken, Instant expires) {}

    private final SecretKeySpec key;
    private final AccessKeyIds ids = new AccessKeyIds();

    /// @param rootKey at least 32 random bytes that only this installation knows
    public SessionTokens(byte[] rootKey) {
        this.key = new SecretKeySpec(rootKey, "HmacSHA256");
    }

    /// Whom a session token stands for: a role's session or a user.
    public Issued issue(Caller caller, Instant expires) {
        String accessKeyId = ids.next(AccessKeyIds.TEMPORARY, caller.account());
        byte[] packed = pack(write(accessKeyId, caller, expires));
        byte[] token = new byte[SEAL_BYTES + packed.length];
        System.arraycopy(hmac("token", packed), 0, token, 0, SEAL_BYTES);
        System.arraycopy(packed, 0, token, SEAL_BYTES, packed.length);
        return new Issued(accessKeyId, secret(accessKeyId), Base64.getEncoder().encodeToString(token), expires);
    }

    private static byte[] pack(byte[] row) {
        byte[] body = row.length < DEFLATE_FROM_BYTES ? row : Deflated.of(row);
        byte[] packed = new byte[1 + body.length];
        packed[0] = body == row ? PLAIN : DEFLATED;
        System.arraycopy(body, 0, packed, 1, body.length);
        return packed;
    }

    /// Of what this installation sealed.
    private static byte[] unpack(byte[] packed) {
        byte[] body = Arrays.copyOfRange(packed, 1, packed.length);
        if (packed[0] == PLAIN) {
            return body;
        }
        if (packed[0] != DEFLATED) {
            throw invalid();
        }
        return Deflated.open(body, MAX_ROW_BYTES);
    }

    /// @throws AwsException InvalidClientTokenId, ExpiredToken
    public Credentials.Found open(String accessKeyId, String sessionToken, Instant now) {
        byte[] token = decode(sessionToken);
        byte[] packed = Arrays.copyOfRange(token, SEAL_BYTES, token.length);
        byte[] seal = Arrays.copyOf(token, SEAL_BYTES);
        if (!MessageDigest.isEqual(seal, hmac("token", packed))) {
            throw invalid();
        }
        RowReader reader = new RowReader(unpack(packed)).upTo(FORMAT);
        if (!reader.string().equals(accessKeyId)) {
            throw invalid();
        }
        Instant expires = Instant.ofEpochMilli(reader.varint());
        if (!now.isBefore(expires)) {
            throw new AwsException(
                    "ExpiredTokenException", 403, "The security token included in the request is expired");
        }
        return new Credentials.Found(secret(accessKeyId), CallerRow.read(reader));
    }

    private static byte[] decode(String sessionToken) {
        if (sessionToken.length() > MAX_TOKEN_CHARS) {
            throw invalid();
        }
        try {
            byte[] token = Base64.getDecoder().decode(sessionToken);
            if (token.length > SEAL_BYTES) {
                return token;
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static byte[] write(String accessKeyId, Caller caller, Instant expires) {
        boolean signs = caller instanceof Caller.Root
                || caller instanceof Caller.User
                || caller instanceof Caller.Session
                || caller instanceof Caller.FederatedUser;
        if (!signs) {
            throw new IllegalStateException("no credentials for " + caller);
        }
        RowWriter row = new RowWriter(FORMAT).string(accessKeyId).varint(expires.toEpochMilli());
        return CallerRow.write(row, caller).toBytes();
    }

    private String secret(String accessKeyId) {
        byte[] mac = hmac("secret", accessKeyId.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return Base64.getEncoder().encodeToString(mac).substring(0, 40);
    }

    private byte[] hmac(String purpose, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(purpose.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static AwsException invalid() {
        return new AwsException(
                "UnrecognizedClientException", 403, "The security token included in the request is invalid");
    }
}
