package dev.virga.services.logs;

import dev.virga.api.logs.InputLogEvent;
import dev.virga.api.logs.RejectedLogEventsInfo;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which events of a batch are taken: none more than 2 hours ahead, none older than 14 days or than
/// the retention of the group. The others are left out, and the answer names them by their indexes.
///
/// @param from index of the first event that is taken
/// @param to index after the last one
/// @param rejected what the answer says, or null when all are taken
record AcceptanceWindow(int from, int to, @Nullable RejectedLogEventsInfo rejected) {
    private static final long FUTURE_MILLIS = Duration.ofHours(2).toMillis();
    private static final long PAST_MILLIS = Duration.ofDays(14).toMillis();

    /// @param events in chronological order
    static AcceptanceWindow of(List<InputLogEvent> events, LogGroup group, long nowMillis) {
        int tooNew = indexFrom(events, nowMillis + FUTURE_MILLIS + 1);
        int tooOld = indexFrom(events, nowMillis - PAST_MILLIS);
        int expired = indexFrom(events, group.expiredBefore(nowMillis));
        if (tooNew == events.size() && tooOld == 0 && expired == 0) {
            return new AcceptanceWindow(0, events.size(), null);
        }
        RejectedLogEventsInfo.Builder info = RejectedLogEventsInfo.builder();
        if (tooNew < events.size()) {
            info.tooNewLogEventStartIndex(tooNew);
        }
        if (tooOld > 0) {
            info.tooOldLogEventEndIndex(tooOld);
        }
        if (expired > 0) {
            info.expiredLogEventEndIndex(expired);
        }
        int from = Math.max(tooOld, expired);
        return new AcceptanceWindow(from, Math.max(from, tooNew), info.build());
    }

    /// Index of the first event that is not before `millis`.
    private static int indexFrom(List<InputLogEvent> events, long millis) {
        int low = 0;
        int high = events.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (events.get(middle).timestamp() < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
