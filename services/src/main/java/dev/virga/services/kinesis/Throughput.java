package dev.virga.services.kinesis;

import dev.virga.kernel.Time;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What a shard takes and gives in a second. In memory only: after a restart a second begins anew.
///
/// A bucket that holds something may be overdrawn, and then nothing goes until it has refilled: so
/// a record may be larger than what a shard takes in a second, and ten megabytes that were read
/// have to be paid with five seconds.
///
/// Any thread may call it.
final class Throughput {
    static final int WRITE_BYTES = 1 << 20;
    static final int WRITE_RECORDS = 1000;
    static final int READ_BYTES = 2 << 20;
    static final int READS = 5;

    /// Shards in memory; beyond that all begin anew.
    private static final int MAX_SHARDS = 100_000;

    private final Time time;
    private final Map<String, Shard> shards = new ConcurrentHashMap<>();

    Throughput(Time time) {
        this.time = time;
    }

    /// False when the shard takes no more at the moment.
    boolean write(Stream stream, StreamShard shard, int bytes) {
        return buckets(stream, shard).write(bytes, time.millis());
    }

    /// Of a record that the shard had room for, but that was not written.
    void giveBack(Stream stream, StreamShard shard, int bytes) {
        buckets(stream, shard).giveBack(bytes);
    }

    /// False when the shard may not be read again yet.
    boolean read(Stream stream, StreamShard shard) {
        return buckets(stream, shard).read(time.millis());
    }

    /// What was read.
    void read(Stream stream, StreamShard shard, long bytes) {
        buckets(stream, shard).pay(bytes);
    }

    void forget(Stream stream) {
        shards.keySet().removeIf(key -> key.startsWith(stream.id() + "/"));
    }

    private Shard buckets(Stream stream, StreamShard shard) {
        if (shards.size() > MAX_SHARDS) {
            shards.clear();
        }
        long now = time.millis();
        return shards.computeIfAbsent(stream.id() + "/" + shard.index(), key -> new Shard(now));
    }

    private static final class Shard {
        private final Bucket writeBytes;
        private final Bucket writeRecords;
        private final Bucket readBytes;
        private final Bucket reads;

        Shard(long now) {
            writeBytes = new Bucket(WRITE_BYTES, now);
            writeRecords = new Bucket(WRITE_RECORDS, now);
            readBytes = new Bucket(READ_BYTES, now);
            reads = new Bucket(READS, now);
        }

        synchronized boolean write(int bytes, long now) {
            if (!writeBytes.has(Math.min(bytes, WRITE_BYTES), now) || !writeRecords.has(1, now)) {
                return false;
            }
            writeBytes.take(bytes);
            writeRecords.take(1);
            return true;
        }

        synchronized void giveBack(int bytes) {
            writeBytes.give(bytes);
            writeRecords.give(1);
        }

        synchronized boolean read(long now) {
            if (!readBytes.has(1, now) || !reads.has(1, now)) {
                return false;
            }
            reads.take(1);
            return true;
        }

        synchronized void pay(long bytes) {
            readBytes.take((double) bytes);
        }
    }

    private static final class Bucket {
        private final double perSecond;
        private double level;
        private long filledMillis;

        Bucket(double perSecond, long now) {
            this.perSecond = perSecond;
            level = perSecond;
            filledMillis = now;
        }

        boolean has(double amount, long now) {
            level = Math.min(perSecond, level + Math.max(0, now - filledMillis) * perSecond / 1000);
            filledMillis = now;
            return level >= amount;
        }

        void take(double amount) {
            level -= amount;
        }

        /// It never holds more than a second's worth: the next look caps it.
        void give(double amount) {
            level += amount;
        }
    }
}
