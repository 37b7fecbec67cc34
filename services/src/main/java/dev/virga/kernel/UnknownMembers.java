package dev.virga.kernel;

import dev.virga.wire.Decoded;
import dev.virga.wire.NewValues;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What clients sent that the models do not have: members, parameters, headers, and values of
/// enums, from a newer SDK or by a typing error. The real services skip such members, and so do we,
/// but not unseen: `virga coverage --unknown` lists them. Kept in memory, since the start. Any
/// number of threads.
public final class UnknownMembers implements NewValues {
    /// Different members and values that are kept apart; an attacker can invent any number.
    static final int MAX_NAMES = 1000;

    /// What became of it.
    public enum Fate {
        /// A member that was left out.
        SKIPPED,
        /// A value that the service itself decided about.
        ACCEPTED,
        /// A value that was refused.
        REFUSED
    }

    /// @param operation as in a policy, e.g. `dynamodb:PutItem`
    /// @param member as `Shape.member`
    /// @param value empty for a member that was skipped
    public record Seen(String operation, String member, String value, Fate fate, long requests) {}

    private record Key(String operation, String member, String value, Fate fate) {}

    private final Map<Key, LongAdder> seen = new ConcurrentHashMap<>();
    private final LongAdder others = new LongAdder();

    void note(Decoded decoded) {
        if (decoded.unknownMembers() == 0) {
            return;
        }
        String operation = name(decoded.op());
        for (String name : decoded.unknownNames()) {
            count(new Key(operation, name, "", Fate.SKIPPED));
        }
        others.add(Math.max(0, decoded.unknownMembers() - decoded.unknownNames().size()));
    }

    @Override
    public void met(Op<?, ?> op, String member, String value, boolean refused) {
        count(new Key(name(op), member, value, refused ? Fate.REFUSED : Fate.ACCEPTED));
    }

    private static String name(Op<?, ?> op) {
        return op.model().signingName() + ":" + op.name();
    }

    private void count(Key key) {
        LongAdder count = seen.get(key);
        if (count == null && seen.size() < MAX_NAMES) {
            count = seen.computeIfAbsent(key, fresh -> new LongAdder());
        }
        (count == null ? others : count).increment();
    }

    /// By operation, member and value.
    public List<Seen> seen() {
        Map<String, Seen> sorted = new TreeMap<>();
        seen.forEach((key, count) -> sorted.put(
                key.operation + " " + key.member + " " + key.value + " " + key.fate,
                new Seen(key.operation, key.member, key.value, key.fate, count.sum())));
        return List.copyOf(sorted.values());
    }

    /// How many were counted without a name.
    public long others() {
        return others.sum();
    }
}
