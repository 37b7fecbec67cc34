package dev.virga.services.logs;

import dev.virga.api.logs.LimitExceededException;
import dev.virga.kernel.Call;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/// The live tail sessions of this process, and the way of new events to them. Nothing of it is
/// durable: a session sees what arrives while it is open. Any thread may call it.
final class LiveTails implements AutoCloseable {
    /// Sessions of one account in one region.
    static final int MAX_SESSIONS = 15;

    private final List<LiveTailSession> sessions = new CopyOnWriteArrayList<>();
    private final ReentrantLock opening = new ReentrantLock();

    /// @throws LimitExceededException when the account has as many as it may have
    void open(LiveTailSession session) {
        opening.lock();
        try {
            long others = sessions.stream()
                    .filter(s -> s.domain().equals(session.domain()))
                    .count();
            if (others >= MAX_SESSIONS) {
                throw new LimitExceededException("Resource limit exceeded.");
            }
            sessions.add(session);
        } finally {
            opening.unlock();
        }
    }

    void close(LiveTailSession session) {
        sessions.remove(session);
    }

    /// Events that are durable now.
    void publish(Call call, LogGroup group, String stream, List<LogEvent> events) {
        if (sessions.isEmpty()) {
            return;
        }
        String domain = GroupTable.domain(call);
        for (LiveTailSession session : sessions) {
            if (session.domain().equals(domain)) {
                session.offer(group, stream, events);
            }
        }
    }

    boolean none() {
        return sessions.isEmpty();
    }

    @Override
    public void close() {
        sessions.forEach(LiveTailSession::end);
    }
}
