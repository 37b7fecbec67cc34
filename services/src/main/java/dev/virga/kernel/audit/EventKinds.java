package dev.virga.kernel.audit;

import dev.virga.wire.Op;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The kinds of operations that were seen. Any thread may ask; bounded by the number of operations
/// there are.
public final class EventKinds {
    private final Map<Op<?, ?>, EventKind> known = new ConcurrentHashMap<>();

    public EventKind of(Op<?, ?> op) {
        EventKind kind = known.get(op);
        return kind == null ? known.computeIfAbsent(op, EventKind::classify) : kind;
    }
}
