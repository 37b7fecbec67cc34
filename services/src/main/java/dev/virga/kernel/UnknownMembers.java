package dev.virga.kernel;

import dev.virga.wire.Decoded;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What clients sent that the models do not have: a newer SDK, or a typing error. The real services
/// skip such members, and so do we, but not unseen: `virga coverage --unknown` lists them. Kept in
/// memory, since the start. Any number of threads.
public final class UnknownMembers {
    /// Different members that are kept apart; an attacker can invent any number.
    static final int MAX_NAMES = 1000;

    /// @param operation as in a policy, e.g. `dynamodb:PutItem`
    /// @param member as `Shape.member`
    public record Seen(String operation, String member, long requests) {}

    private record Key(String operation, String member) {}

    private final Map<Key, LongAdder> seen = new ConcurrentHashMap<>();
    private final LongAdder others = new LongAdder();

    void note(Decoded decoded) {
        if (decoded.unknownMembers() == 0) {
            return;
        }
        String operation =
                decoded.op().model().signingName() + ":" + decoded.op().name();
        for (String name : decoded.unknownNames()) {
            Key key = new Key(operation, name);
            LongAdder count = seen.get(key);
            if (count == null && seen.size() < MAX_NAMES) {
                count = seen.computeIfAbsent(key, fresh -> new LongAdder());
            }
            (count == null ? others : count).increment();
        }
        others.add(Math.max(0, decoded.unknownMembers() - decoded.unknownNames().size()));
    }

    /// By operation and member.
    public List<Seen> seen() {
        Map<String, Seen> sorted = new TreeMap<>();
        seen.forEach((key, count) ->
                sorted.put(key.operation + " " + key.member, new Seen(key.operation, key.member, count.sum())));
        return List.copyOf(sorted.values());
    }

    /// How many were counted without a name.
    public long others() {
        return others.sum();
    }
}
