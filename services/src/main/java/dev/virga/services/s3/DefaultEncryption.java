package dev.virga.services.s3;

import dev.virga.wire.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a bucket encrypts what comes without a word about encryption.
///
/// @param keyId of KMS, or null for the one of the account
/// @param blocksCustomerKeys refuses SSE-C
record DefaultEncryption(Method method, @Nullable String keyId, boolean bucketKey, boolean blocksCustomerKeys) {
    private static final DefaultEncryption OF_NEW_BUCKETS = new DefaultEncryption(Method.S3, null, false, false);

    static DefaultEncryption of(BucketRow bucket) {
        String setting = bucket.settings().get(BucketRow.ENCRYPTION);
        if (setting == null || !(Json.parse(setting) instanceof Map<?, ?> map)) {
            return OF_NEW_BUCKETS;
        }
        return new DefaultEncryption(
                Method.valueOf(String.valueOf(map.get("method"))),
                (String) map.get("keyId"),
                Boolean.TRUE.equals(map.get("bucketKey")),
                Boolean.TRUE.equals(map.get("blocksCustomerKeys")));
    }

    String write() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("method", method.name());
        if (keyId != null) {
            map.put("keyId", keyId);
        }
        map.put("bucketKey", bucketKey);
        map.put("blocksCustomerKeys", blocksCustomerKeys);
        return Json.write(map);
    }
}
