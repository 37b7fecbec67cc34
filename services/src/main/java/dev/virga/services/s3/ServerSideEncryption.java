package dev.virga.services.s3;

import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.crypto.ChunkedGcm;
import dev.virga.kernel.crypto.PerMessageGcm;
import dev.virga.kernel.crypto.Seal;
import dev.virga.kernel.crypto.Seals;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.wire.AwsException;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/// Keys of objects. Every object has a random key of its own, which encrypts its content and is
/// kept in its row, encrypted by the installation, by KMS or by the client's key. What is wrapped
/// is bound to the object's place: a row that is moved does not open.
///
///     S3        Seal of the key
///     KMS       data key wrapped by KMS + the key encrypted with the data key
///     CUSTOMER  PerMessageGcm of the key under the client's
final class ServerSideEncryption {
    private static final int FORMAT = 1;
    private static final String ARN_IN_CONTEXT = "aws:s3:arn";

    private final Seal seal;
    private final KmsKeys kms;
    private final boolean development;
    private final ChunkedGcm gcm = new ChunkedGcm();
    private final SecureRandom random = new SecureRandom();

    /// @param development SSE-C is allowed over plain HTTP from this machine
    ServerSideEncryption(Seals seals, Cloud cloud, boolean development) {
        this.seal = seals.of("s3");
        this.kms = new KmsKeys(cloud);
        this.development = development;
    }

    /// @param shared the content's key is the original's, so that its bytes may be shared
    record Chosen(Encryption encryption, ContentKey key, boolean shared) {}

    /// For a new object or upload.
    Chosen begin(Call call, BucketRow bucket, String key, Struct input, Shape shape) {
        return wrap(call, bucket, key, wanted(call, bucket, input, shape), null);
    }

    /// For a copy: with the original's content key when whoever wraps it is the same.
    ///
    /// @param original null when it is not encrypted
    Chosen copy(Call call, BucketRow bucket, String key, Struct input, Shape shape, @Nullable Original original) {
        return wrap(call, bucket, key, wanted(call, bucket, input, shape), original);
    }

    /// @param customerKey with which it was opened
    record Original(
            Encryption encryption, ContentKey key, @Nullable CustomerKey customerKey) {}

    private WantedEncryption wanted(Call call, BucketRow bucket, Struct input, Shape shape) {
        CustomerKey customerKey = CustomerKey.of(input, shape, "", call, development);
        return WantedEncryption.of(input, shape, bucket, customerKey);
    }

    private Chosen wrap(Call call, BucketRow bucket, String key, WantedEncryption wanted, @Nullable Original original) {
        Method method = wanted.method();
        Original same = original != null && original.encryption().method() == method ? original : null;
        return switch (method) {
            case S3 -> {
                byte[] secret = secret(same);
                byte[] wrapped = seal.seal(secret, place(bucket, key));
                yield chosen(new Encryption(method, null, false, Map.of(), wrapped, null), secret, same != null);
            }
            case KMS -> {
                Map<String, String> context = context(bucket, key, wanted);
                KmsKeys.DataKey dataKey = kms.make(call, bucket.region(), String.valueOf(wanted.keyId()), context);
                if (same != null && !dataKey.keyArn().equals(same.encryption().keyArn())) {
                    same = null;
                }
                byte[] secret = secret(same);
                byte[] wrapped = new RowWriter(FORMAT)
                        .bytes(dataKey.wrapped())
                        .bytes(gcm.seal(dataKey.plain(), secret, bound(bucket, key)))
                        .toBytes();
                Arrays.fill(dataKey.plain(), (byte) 0);
                yield chosen(
                        new Encryption(method, dataKey.keyArn(), wanted.bucketKey(), context, wrapped, null),
                        secret,
                        same != null);
            }
            case CUSTOMER -> {
                byte[] customerKey = given(wanted.customerKey()).key();
                if (same != null
                        && !MessageDigest.isEqual(
                                customerKey, given(same.customerKey()).key())) {
                    same = null;
                }
                byte[] secret = secret(same);
                byte[] wrapped = new PerMessageGcm(customerKey, random).seal(secret, bound(bucket, key));
                yield chosen(new Encryption(method, null, false, Map.of(), wrapped, null), secret, same != null);
            }
        };
    }

    private Chosen chosen(Encryption encryption, byte[] secret, boolean shared) {
        return new Chosen(encryption, contentKey(encryption, secret), shared);
    }

    private ContentKey contentKey(Encryption encryption, byte[] secret) {
        return new ContentKey(gcm, secret, encryption.method() == Method.S3);
    }

    /// @param same under whose key the copy is, or null for a new one
    private byte[] secret(@Nullable Original same) {
        if (same != null) {
            return same.key().bytes();
        }
        byte[] secret = new byte[ChunkedGcm.KEY_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    /// For a part of an upload.
    ContentKey.@Nullable Piece part(@Nullable ContentKey key) {
        return key == null ? null : key.part(random);
    }

    /// The key of an object's content; null for one that a former release stored unencrypted.
    ///
    /// @throws AwsException when the request has not the right key, or KMS refuses
    @Nullable
    ContentKey open(Call call, BucketRow bucket, String key, ObjectRow object, Struct input, Shape shape) {
        Original opened = original(call, bucket, key, object, CustomerKey.of(input, shape, "", call, development));
        return opened == null ? null : opened.key();
    }

    /// The same for the source of a copy.
    @Nullable
    Original openSource(Call call, BucketRow bucket, String key, ObjectRow object, Struct input, Shape shape) {
        return original(call, bucket, key, object, CustomerKey.of(input, shape, "CopySource", call, development));
    }

    private @Nullable Original original(
            Call call, BucketRow bucket, String key, ObjectRow object, @Nullable CustomerKey customerKey) {
        Encryption encryption = object.encryption();
        checkCustomerKey(encryption, customerKey);
        if (encryption == null) {
            return null;
        }
        if (encryption.pieces() != null) {
            byte[] digest = seal.open(encryption.pieces(), "pieces/" + place(bucket, key));
            if (!MessageDigest.isEqual(digest, object.content().digest())) {
                throw new IllegalStateException("the pieces of " + bucket.name() + "/" + key + " were changed");
            }
        }
        byte[] secret =
                switch (encryption.method()) {
                    case S3 -> seal.open(encryption.wrapped(), place(bucket, key));
                    case KMS -> openWithKms(call, bucket, key, encryption);
                    case CUSTOMER -> openWith(given(customerKey), bucket, key, encryption);
                };
        return new Original(encryption, contentKey(encryption, secret), customerKey);
    }

    /// For answers that tell of an object without opening it.
    void check(Call call, ObjectRow object, Struct input, Shape shape) {
        checkCustomerKey(object.encryption(), CustomerKey.of(input, shape, "", call, development));
    }

    private static void checkCustomerKey(@Nullable Encryption encryption, @Nullable CustomerKey given) {
        boolean needed = encryption != null && encryption.method() == Method.CUSTOMER;
        if (needed && given == null) {
            throw S3Errors.invalidRequest("The object was stored using a form of Server Side Encryption. The correct"
                    + " parameters must be provided to retrieve the object.");
        }
        if (!needed && given != null) {
            throw S3Errors.invalidRequest("The encryption parameters are not applicable to this object.");
        }
    }

    private byte[] openWithKms(Call call, BucketRow bucket, String key, Encryption encryption) {
        RowReader row = new RowReader(encryption.wrapped()).upTo(FORMAT);
        byte[] dataKey = kms.open(call, bucket.region(), encryption.context(), row.bytes());
        try {
            return gcm.open(dataKey, row.bytes(), bound(bucket, key));
        } catch (AEADBadTagException e) {
            throw new IllegalStateException("the key of " + bucket.name() + "/" + key + " was changed on the disk");
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    private byte[] openWith(CustomerKey customerKey, BucketRow bucket, String key, Encryption encryption) {
        try {
            return new PerMessageGcm(customerKey.key(), random).open(encryption.wrapped(), bound(bucket, key));
        } catch (AEADBadTagException e) {
            throw new AwsException("AccessDenied", 403, "Access Denied");
        }
    }

    /// Binds the list of an object's pieces, so that none is left out or moved.
    Encryption bind(Encryption encryption, BucketRow bucket, String key, Content content) {
        return encryption.withPieces(seal.seal(content.digest(), "pieces/" + place(bucket, key)));
    }

    private static Map<String, String> context(BucketRow bucket, String key, WantedEncryption wanted) {
        String arn = "arn:aws:s3:::" + bucket.name() + (wanted.bucketKey() ? "" : "/" + key);
        Map<String, String> context = new LinkedHashMap<>(wanted.context());
        String given = context.putIfAbsent(ARN_IN_CONTEXT, arn);
        if (given != null && !given.equals(arn)) {
            throw S3Errors.invalidArgument("The encryption context must have the value " + arn + " for "
                    + ARN_IN_CONTEXT + ", or leave it out");
        }
        return context;
    }

    private static String place(BucketRow bucket, String key) {
        return ObjectTable.domain(bucket) + "/" + key;
    }

    private static byte[] bound(BucketRow bucket, String key) {
        return place(bucket, key).getBytes(StandardCharsets.UTF_8);
    }

    private static CustomerKey given(@Nullable CustomerKey customerKey) {
        if (customerKey == null) {
            throw new IllegalStateException("there is no customer key");
        }
        return customerKey;
    }
}
