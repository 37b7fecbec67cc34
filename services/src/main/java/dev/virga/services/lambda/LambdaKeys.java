package dev.virga.services.lambda;

import dev.virga.store.KeyBuilder;
import dev.virga.store.Store;
import org.jspecify.annotations.Nullable;

/// What all tables of this package share: the domain `lambda/ACCOUNT/REGION` and pages of rows
/// under a prefix.
final class LambdaKeys {
    static final int PAGE_BYTES = 4 << 20;
    static final int MAX_ATTEMPTS = 50;

    private LambdaKeys() {}

    static String domain(String account, String region) {
        return "lambda/" + account + "/" + region;
    }

    static String domain(FunctionName name) {
        return domain(name.account(), name.region());
    }

    /// @param after last key of the page before, or null
    static java.util.List<Store.Row> scan(Store store, String domain, byte[] prefix, byte @Nullable [] after, int max) {
        byte[] from = after == null ? prefix : KeyBuilder.after(after);
        return store.scan(domain, from, KeyBuilder.prefixEnd(prefix), false, max, PAGE_BYTES);
    }

    static Store.Write range(String domain, byte[] prefix) {
        byte[] end = KeyBuilder.prefixEnd(prefix);
        if (end == null) {
            throw new IllegalStateException("a prefix is never empty");
        }
        return new Store.DeleteRange(domain, prefix, end);
    }
}
