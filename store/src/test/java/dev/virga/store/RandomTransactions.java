package dev.virga.store;

import dev.virga.store.Store.Check;
import dev.virga.store.Store.Key;
import dev.virga.store.Store.Transaction;
import dev.virga.store.Store.Write;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;

/// Small transactions over few keys, so that they meet often; keys with zero bytes and 0xFF
/// included.
final class RandomTransactions {
    static final List<String> DOMAINS = List.of("a", "a/b", "ab", "ümlaut/€/𝄞");

    private static final byte[] KEY_BYTES = {0, 1, 'k', (byte) 0xff};
    private static final int KEY_LENGTH = 3;

    private final Random random;

    RandomTransactions(long seed) {
        random = new Random(seed);
    }

    String domain() {
        return DOMAINS.get(random.nextInt(DOMAINS.size()));
    }

    byte[] keyBytes() {
        byte[] bytes = new byte[random.nextInt(KEY_LENGTH + 1)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = KEY_BYTES[random.nextInt(KEY_BYTES.length)];
        }
        return bytes;
    }

    Key key() {
        return new Key(domain(), keyBytes());
    }

    boolean oneIn(int number) {
        return random.nextInt(number) == 0;
    }

    int upTo(int number) {
        return 1 + random.nextInt(number);
    }

    /// @param version what the caller knows of a key, 0 when it is absent
    Transaction next(ToLongFunction<Key> version) {
        List<Check> checks = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            Key key = key();
            long known = version.applyAsLong(key);
            if (oneIn(10)) {
                known = oneIn(2) ? 0 : known + 1;
            }
            checks.add(known == 0 ? new Store.Absent(key) : new Store.At(key, known));
        }
        List<Write> writes = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            writes.add(write());
        }
        return new Transaction(id(), checks, writes);
    }

    byte[] id() {
        return ByteBuffer.allocate(16)
                .putLong(random.nextLong())
                .putLong(random.nextLong())
                .array();
    }

    private Write write() {
        byte[] value = new byte[random.nextInt(20)];
        random.nextBytes(value);
        return switch (random.nextInt(10)) {
            case 0 -> new Store.DeleteRange(domain(), keyBytes(), keyBytes());
            case 1, 2 -> new Store.Append(key(), value);
            case 3, 4 -> new Store.Delete(key());
            default -> new Store.Put(key(), value);
        };
    }
}
