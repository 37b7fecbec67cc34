package dev.virga.services.s3;

import dev.virga.kernel.Call;
import dev.virga.wire.AwsException;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.Structs;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A key that the client sends with the request (SSE-C). It is not kept: whether a later request
/// has the right one is seen from whether it opens the content's key.
record CustomerKey(byte[] key) {
    private static final int KEY_BYTES = 32;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "[::1]", "0:0:0:0:0:0:0:1");

    /// @param prefix of the members: empty, or `CopySource`
    /// @param development plain HTTP from this machine will do
    /// @return null when the request has none
    static @Nullable CustomerKey of(Struct input, Shape shape, String prefix, Call call, boolean development) {
        String with = "Requests specifying Server Side Encryption with Customer provided keys must ";
        Object algorithm = Structs.get(input, shape, prefix + "SSECustomerAlgorithm");
        Object key = Structs.get(input, shape, prefix + "SSECustomerKey");
        Object md5 = Structs.get(input, shape, prefix + "SSECustomerKeyMD5");
        if (algorithm == null && key == null && md5 == null) {
            return null;
        }
        if (!call.secure() && !(development && LOOPBACK.contains(call.sourceAddress()))) {
            throw S3Errors.invalidRequest(with + "be made over a secure connection.");
        }
        if (algorithm == null) {
            throw S3Errors.invalidArgument(with + "provide a valid encryption algorithm.");
        }
        if (!algorithm.equals(Encryption.AES256)) {
            throw new AwsException(
                    "InvalidEncryptionAlgorithmError",
                    400,
                    "The Encryption request you specified is not valid. Supported value: AES256.");
        }
        if (key == null) {
            throw S3Errors.invalidArgument(with + "provide an appropriate secret key.");
        }
        if (md5 == null) {
            throw S3Errors.invalidArgument(with + "provide the client calculated MD5 of the secret key.");
        }
        byte[] bytes = decoded(key, "The secret key was invalid for the specified algorithm.");
        if (bytes.length != KEY_BYTES) {
            throw S3Errors.invalidArgument("The secret key was invalid for the specified algorithm.");
        }
        String mismatch = "The calculated MD5 hash of the key did not match the hash that was provided.";
        if (!MessageDigest.isEqual(Checksums.messageDigest("MD5").digest(bytes), decoded(md5, mismatch))) {
            throw S3Errors.invalidArgument(mismatch);
        }
        return new CustomerKey(bytes);
    }

    private static byte[] decoded(Object base64, String otherwise) {
        try {
            return Base64.getDecoder().decode(base64.toString());
        } catch (IllegalArgumentException e) {
            throw S3Errors.invalidArgument(otherwise);
        }
    }

    /// Never the key.
    @Override
    public String toString() {
        return "CustomerKey";
    }
}
