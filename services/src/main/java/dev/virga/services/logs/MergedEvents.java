package dev.virga.services.logs;

import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Events of several streams as one sequence: by time, then stream, then arrival. Reads each stream
/// in small pages, so that many streams need little memory.
///
/// Not for several threads.
final class MergedEvents {
    private static final int FIRST_PAGE = 16;
    private static final int NEXT_PAGE = 512;
    private static final int PAGE_BYTES = 256 << 10;
    private static final String TOKEN_SEPARATOR = "/";

    record Entry(LogEvent event, String stream) {}

    private final EventTable events;
    private final String domain;
    private final LogGroup group;
    private final EventTable.Position end;
    private final PriorityQueue<Cursor> cursors = new PriorityQueue<>();

    /// @param startMillis first time that is searched
    /// @param endMillis first time that is not
    /// @param token of the page before, or null
    MergedEvents(
            EventTable events,
            String domain,
            LogGroup group,
            List<LogStream> streams,
            long startMillis,
            long endMillis,
            @Nullable String token) {
        this.events = events;
        this.domain = domain;
        this.group = group;
        this.end = EventTable.Position.at(endMillis);
        LogEvent last = token == null ? null : parse(token);
        for (LogStream stream : streams) {
            if (!stream.empty() && stream.lastEventMillis() >= startMillis && stream.firstEventMillis() < endMillis) {
                Cursor cursor = new Cursor(stream, from(stream, startMillis, last));
                if (cursor.fill(FIRST_PAGE)) {
                    cursors.add(cursor);
                }
            }
        }
    }

    /// Streams with a smaller id have delivered their events of the token's millisecond already.
    private static EventTable.Position from(LogStream stream, long startMillis, @Nullable LogEvent last) {
        EventTable.Position start = EventTable.Position.at(startMillis);
        if (last == null) {
            return start;
        }
        EventTable.Position resumed = stream.id() == last.stream()
                ? EventTable.Position.after(last)
                : EventTable.Position.at(last.timestampMillis() + (stream.id() < last.stream() ? 1 : 0));
        return start.isBefore(resumed) ? resumed : start;
    }

    @Nullable
    Entry next() {
        Cursor cursor = cursors.poll();
        if (cursor == null) {
            return null;
        }
        Entry entry = new Entry(cursor.head(), cursor.stream.name());
        if (cursor.advance()) {
            cursors.add(cursor);
        }
        return entry;
    }

    boolean more() {
        return !cursors.isEmpty();
    }

    /// Names the last event of a page.
    static String token(LogEvent event) {
        return String.join(
                TOKEN_SEPARATOR,
                Long.toString(event.timestampMillis()),
                Long.toString(event.stream()),
                Long.toString(event.sequence()));
    }

    private static LogEvent parse(String token) {
        String[] parts = token.split(TOKEN_SEPARATOR, -1);
        if (parts.length != 3) {
            throw LogsErrors.invalidToken();
        }
        try {
            return new LogEvent(Long.parseLong(parts[1]), Long.parseLong(parts[0]), Long.parseLong(parts[2]), 0, "");
        } catch (NumberFormatException e) {
            throw LogsErrors.invalidToken();
        }
    }

    /// A place in one stream.
    private final class Cursor implements Comparable<Cursor> {
        final LogStream stream;
        private EventTable.Position from;
        private List<LogEvent> page = List.of();
        private int at;

        Cursor(LogStream stream, EventTable.Position from) {
            this.stream = stream;
            this.from = from;
        }

        LogEvent head() {
            return page.get(at);
        }

        boolean advance() {
            at++;
            return at < page.size() || fill(NEXT_PAGE);
        }

        /// False at the end of the stream.
        boolean fill(int max) {
            page = events.scan(domain, group, stream.id(), from, end, false, max, PAGE_BYTES);
            at = 0;
            if (!page.isEmpty()) {
                from = EventTable.Position.after(page.getLast());
            }
            return !page.isEmpty();
        }

        @Override
        public int compareTo(Cursor other) {
            int order = Long.compare(head().timestampMillis(), other.head().timestampMillis());
            return order != 0 ? order : Long.compare(stream.id(), other.stream.id());
        }
    }
}
