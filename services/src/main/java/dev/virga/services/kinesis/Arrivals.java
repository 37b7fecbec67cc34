package dev.virga.services.kinesis;

import dev.virga.kernel.Time;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// When records arrive, as their rows tell it. Within a shard that is never earlier than before,
/// also when the clock was set back: [RecordTable] finds a time by halving.
///
/// The last arrival of a shard is in memory. After a restart it is read, once, from the shard's
/// youngest record; so a restart changes nothing.
///
/// Any thread may call it.
final class Arrivals {
    /// Shards in memory; beyond that all are read again.
    private static final int MAX_SHARDS = 100_000;

    private final Time time;
    private final RecordTable records;
    private final Map<String, Long> last = new ConcurrentHashMap<>();

    Arrivals(Time time, RecordTable records) {
        this.time = time;
        this.records = records;
    }

    /// Of a record that is committed right afterwards.
    long next(Stream stream, StreamShard shard) {
        if (last.size() > MAX_SHARDS) {
            last.clear();
        }
        String key = stream.id() + "/" + shard.index();
        Long known = last.get(key);
        long previous = known == null ? records.lastArrival(stream, shard) : known;
        return last.merge(key, Math.max(previous, time.millis()), Math::max);
    }
}
