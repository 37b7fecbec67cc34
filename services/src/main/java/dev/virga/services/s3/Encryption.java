package dev.virga.services.s3;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.Structs;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How an object is encrypted, as its row keeps it.
///
/// @param keyArn of the KMS key
/// @param bucketKey the KMS key was asked for the bucket, not for the object
/// @param context of the KMS key
/// @param wrapped the key of the content, encrypted by whoever [Method] names
/// @param pieces of an object of several: sealed digest of their list
record Encryption(
        Method method,
        @Nullable String keyArn,
        boolean bucketKey,
        Map<String, String> context,
        byte[] wrapped,
        byte @Nullable [] pieces) {
    static final String AES256 = "AES256";
    static final String AWS_KMS = "aws:kms";
    static final String DSSE = "aws:kms:dsse";

    Encryption withPieces(byte[] sealedDigest) {
        return new Encryption(method, keyArn, bucketKey, context, wrapped, sealedDigest);
    }

    void write(RowWriter row) {
        row.varint(method.code())
                .nullableString(keyArn)
                .bool(bucketKey)
                .map(context)
                .bytes(wrapped)
                .nullableBytes(pieces);
    }

    static Encryption read(RowReader row) {
        return new Encryption(
                Method.of(row.varint()), row.nullableString(), row.bool(), row.map(), row.bytes(), row.nullableBytes());
    }

    /// What every answer about the object says of it, by the names of the model's members.
    Map<String, Object> members(Struct input, Shape shape) {
        Map<String, Object> members = new HashMap<>();
        switch (method) {
            case S3 -> members.put("ServerSideEncryption", AES256);
            case KMS -> {
                members.put("ServerSideEncryption", AWS_KMS);
                members.put("SSEKMSKeyId", String.valueOf(keyArn));
                if (bucketKey) {
                    members.put("BucketKeyEnabled", true);
                }
                if (Structs.get(input, shape, "SSEKMSEncryptionContext") instanceof String given) {
                    members.put("SSEKMSEncryptionContext", given);
                }
            }
            case CUSTOMER -> {
                for (String member : new String[] {"SSECustomerAlgorithm", "SSECustomerKeyMD5"}) {
                    Object given = Structs.get(input, shape, member);
                    if (given != null) {
                        members.put(member, given);
                    }
                }
            }
        }
        return members;
    }
}
