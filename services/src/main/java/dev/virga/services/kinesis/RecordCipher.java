package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KMSAccessDeniedException;
import dev.virga.api.kinesis.KMSDisabledException;
import dev.virga.api.kinesis.KMSInvalidStateException;
import dev.virga.api.kinesis.KMSNotFoundException;
import dev.virga.api.kinesis.KMSThrottlingException;
import dev.virga.api.kms.DescribeKeyRequest;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Client;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.KmsEnvelope;
import dev.virga.kernel.Time;
import dev.virga.wire.AwsException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Data of records under a stream's KMS key.
///
///     KMS key ── seals ──> data key ── seals ──> data: nonce (12 bytes) + AES-256-GCM
///
/// KMS is asked as the writer or the reader themselves, and again after five minutes: so a key that
/// was disabled stops a stream soon. Data keys are in memory only meanwhile.
///
/// Any thread may call it.
final class RecordCipher {
    private static final String SERVICE = "kinesis";
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final int MAX_KEYS = 10_000;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Cloud cloud;
    private final KmsEnvelope envelope;
    private final Time time;
    private final SecureRandom random = new SecureRandom();
    private final Map<Question, DataKey> keys = new ConcurrentHashMap<>();

    RecordCipher(Cloud cloud, Time time) {
        this.cloud = cloud;
        envelope = new KmsEnvelope(cloud, SERVICE);
        this.time = time;
    }

    /// What KMS was asked, by whom and how: all that its policies can tell about a call but its time.
    /// A caller is more than its ARN: two sessions of one role may have different policies.
    ///
    /// @param key ARN of the KMS key to seal, the wrapped data key to open
    private record Question(
            Caller caller,
            List<String> via,
            String sourceAddress,
            boolean secure,
            @Nullable Client how,
            String streamId,
            boolean seal,
            String key) {
        static Question of(Call call, Stream stream, boolean seal, String key) {
            Client client = call.client();
            return new Question(
                    call.caller(),
                    call.via(),
                    call.sourceAddress(),
                    call.secure(),
                    client == null
                            ? null
                            : new Client(client.userAgent(), client.referer(), client.host(), client.tls(), null),
                    stream.id(),
                    seal,
                    key);
        }
    }

    private record DataKey(byte[] wrapped, byte[] plain, long untilMillis) {}

    private static Map<String, String> context(Stream stream) {
        return Map.of("aws:kinesis:arn", stream.arn());
    }

    /// @throws AwsException why KMS refuses
    RecordContent seal(Call call, Stream stream, byte[] data) {
        Stream.Key kmsKey = stream.key();
        if (kmsKey == null) {
            return new RecordContent(null, data);
        }
        DataKey key = toSeal(call, stream, kmsKey.arn());
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, key, nonce, data, 0);
        return new RecordContent(
                key.wrapped(),
                ByteBuffer.allocate(nonce.length + sealed.length)
                        .put(nonce)
                        .put(sealed)
                        .array());
    }

    /// @throws AwsException why KMS refuses
    byte[] open(Call call, Stream stream, RecordContent content) {
        byte[] wrapped = content.wrappedKey();
        if (wrapped == null) {
            return content.data();
        }
        DataKey key = toOpen(call, stream, wrapped);
        byte[] nonce = Arrays.copyOf(content.data(), NONCE_BYTES);
        return crypt(Cipher.DECRYPT_MODE, key, nonce, content.data(), NONCE_BYTES);
    }

    private static byte[] crypt(int mode, DataKey key, byte[] nonce, byte[] bytes, int from) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key.plain(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(bytes, from, bytes.length - from);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a record cannot be sealed or opened", e);
        }
    }

    private DataKey toSeal(Call call, Stream stream, String keyArn) {
        Question question = Question.of(call, stream, true, keyArn);
        DataKey known = known(question);
        if (known != null) {
            return known;
        }
        byte[] plain = new byte[KEY_BYTES];
        random.nextBytes(plain);
        try {
            byte[] wrapped = envelope.seal(call, stream.name().region(), keyArn, context(stream), plain);
            return keep(question, wrapped, plain);
        } catch (AwsException e) {
            throw translated(e);
        }
    }

    private DataKey toOpen(Call call, Stream stream, byte[] wrapped) {
        Question question = Question.of(call, stream, false, Base64.getEncoder().encodeToString(wrapped));
        DataKey known = known(question);
        if (known != null) {
            return known;
        }
        try {
            return keep(question, wrapped, envelope.open(call, stream.name().region(), context(stream), wrapped));
        } catch (AwsException e) {
            throw translated(e);
        }
    }

    private @Nullable DataKey known(Question question) {
        DataKey key = keys.get(question);
        return key == null || key.untilMillis() <= time.millis() ? null : key;
    }

    private DataKey keep(Question question, byte[] wrapped, byte[] plain) {
        if (keys.size() >= MAX_KEYS) {
            keys.clear();
        }
        DataKey key = new DataKey(wrapped, plain, time.millis() + LIFE.toMillis());
        keys.put(question, key);
        return key;
    }

    /// The key that a client names for a stream, which KMS lets the client see and use.
    ///
    /// @param keyId id, ARN or alias
    /// @throws AwsException why KMS refuses
    Stream.Key key(Call call, Stream stream, String keyId) {
        StreamName name = stream.name();
        DescribeKeyRequest request =
                DescribeKeyRequest.builder().keyId(keyOf(name, keyId)).build();
        try {
            String arn = cloud.call(call.via(SERVICE).in(name.region()), KmsOps.DescribeKey, request)
                    .keyMetadata()
                    .arn();
            toSeal(call, stream, arn);
            return new Stream.Key(keyId, arn);
        } catch (AwsException e) {
            throw translated(e);
        }
    }

    /// ARN of a key or an alias: those without an account are of the stream's.
    static String keyOf(StreamName stream, String keyId) {
        if (keyId.startsWith("arn:")) {
            return keyId;
        }
        String resource = keyId.startsWith("alias/") ? keyId : "key/" + keyId;
        return new Arn("kms", stream.region(), stream.account(), resource).toString();
    }

    private static AwsException translated(AwsException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        return switch (e.code()) {
            case "NotFoundException" -> new KMSNotFoundException(message);
            case "DisabledException" -> new KMSDisabledException(message);
            case "KMSInvalidStateException" -> new KMSInvalidStateException(message);
            case "AccessDeniedException" -> new KMSAccessDeniedException(message);
            case "ThrottlingException" -> new KMSThrottlingException(message);
            case "InvalidKeyUsageException" -> new KMSInvalidStateException(message);
            default -> e;
        };
    }
}
