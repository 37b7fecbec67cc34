package dev.virga.services.kms;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A permission for one principal to use one key, given away from the key's policy.
///
/// https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
///
/// @param id 64 hexadecimal digits
/// @param retiring who may give it up, or null
/// @param operations e.g. `Decrypt`
/// @param equal the encryption context has to be exactly this; null for any
/// @param subset the encryption context has to hold this; null for any
/// @param issuer ARN of who made it
record Grant(
        String id,
        String keyId,
        @Nullable String name,
        long createdMillis,
        String grantee,
        @Nullable String retiring,
        List<String> operations,
        @Nullable Map<String, String> equal,
        @Nullable Map<String, String> subset,
        String issuer) {
    private static final List<String> WITH_CONTEXT = List.of(
            "Decrypt",
            "Encrypt",
            "GenerateDataKey",
            "GenerateDataKeyPair",
            "GenerateDataKeyPairWithoutPlaintext",
            "GenerateDataKeyWithoutPlaintext",
            "ReEncryptFrom",
            "ReEncryptTo");

    /// @param context of the request
    boolean allows(String operation, Map<String, String> context) {
        if (!operations.contains(operation)) {
            return false;
        }
        if (!WITH_CONTEXT.contains(operation)) {
            return true;
        }
        return (equal == null || equal.equals(context))
                && (subset == null || context.entrySet().containsAll(subset.entrySet()));
    }

    /// Whether somebody with this grant may give the other one: no more operations, and nothing
    /// that this one forbids.
    boolean covers(
            List<String> others, @Nullable Map<String, String> itsEqual, @Nullable Map<String, String> itsSubset) {
        if (!operations.containsAll(others)) {
            return false;
        }
        if (equal != null && !equal.equals(itsEqual)) {
            return false;
        }
        if (subset == null) {
            return true;
        }
        Map<String, String> least = itsEqual == null ? itsSubset : itsEqual;
        return least != null && least.entrySet().containsAll(subset.entrySet());
    }
}
