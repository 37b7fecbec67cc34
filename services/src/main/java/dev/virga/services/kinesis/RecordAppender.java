package dev.virga.services.kinesis;

import dev.virga.kernel.Call;
import dev.virga.store.Store;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes records into the shards that their keys hash into, all of a request in one commit.
///
/// Any thread may call it.
final class RecordAppender {
    private static final int MAX_ATTEMPTS = 100;

    private final Store store;
    private final StreamTable streams;
    private final RecordTable records;
    private final Arrivals arrivals;
    private final Throughput throughput;
    private final RecordCipher cipher;

    RecordAppender(
            Store store,
            StreamTable streams,
            RecordTable records,
            Arrivals arrivals,
            Throughput throughput,
            RecordCipher cipher) {
        this.store = store;
        this.streams = streams;
        this.records = records;
        this.arrivals = arrivals;
        this.throughput = throughput;
        this.cipher = cipher;
    }

    /// @param member how messages call its data, e.g. `records.1.member.data`
    record Entry(byte[] data, String partitionKey, @Nullable String explicitHashKey, String member) {
        int bytes() {
            return data.length + partitionKey.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    /// @param sequenceNumber null when the shard takes no more at the moment
    record Outcome(StreamShard shard, @Nullable String sequenceNumber) {}

    /// @param stream as it was when the records were taken
    /// @param outcomes one for each entry
    record Appended(Stream stream, List<Outcome> outcomes) {
        /// As answers tell it; null when nothing is encrypted.
        @Nullable
        String encryption() {
            return stream.keyId() == null ? null : "KMS";
        }
    }

    /// @throws dev.virga.wire.AwsException when one of the entries is not valid: then none is taken
    Appended append(Call call, StreamName name, List<Entry> entries) {
        List<BigInteger> hashes = entries.stream().map(RecordAppender::hash).toList();
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            StreamTable.Found found = streams.get(name);
            entries.forEach(entry -> checkSize(entry, found.stream()));
            Appended appended = attempt(call, found, entries, hashes);
            if (appended != null) {
                return appended;
            }
            streams.forget(found.key());
        }
        throw KinesisErrors.contention(name);
    }

    /// One entry on its way.
    ///
    /// @param taken false when the shard takes no more at the moment
    private record Place(Entry entry, StreamShard shard, boolean taken) {}

    /// Null when the stream was changed meanwhile. What is not written is not charged either.
    private @Nullable Appended attempt(
            Call call, StreamTable.Found found, List<Entry> entries, List<BigInteger> hashes) {
        Stream stream = found.stream();
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            StreamShard shard = found.shardOf(hashes.get(i));
            places.add(new Place(entry, shard, throughput.write(stream, shard, entry.bytes())));
        }
        Appended appended = null;
        try {
            appended = commit(call, found, places);
            return appended;
        } finally {
            if (appended == null) {
                places.stream()
                        .filter(Place::taken)
                        .forEach(place -> throughput.giveBack(
                                stream, place.shard(), place.entry().bytes()));
            }
        }
    }

    private @Nullable Appended commit(Call call, StreamTable.Found found, List<Place> places) {
        Stream stream = found.stream();
        List<Place> taken = places.stream().filter(Place::taken).toList();
        List<RecordContent> contents = taken.stream()
                .map(place -> cipher.seal(call, stream, place.entry().data()))
                .toList();
        // Stamped only now: to read the body and to ask KMS may have taken long since the call came.
        long[] arrived = new long[taken.size()];
        List<Store.Write> writes = new ArrayList<>();
        for (int i = 0; i < arrived.length; i++) {
            Place place = taken.get(i);
            arrived[i] = arrivals.next(stream, place.shard());
            String partitionKey = place.entry().partitionKey();
            writes.addAll(records.append(stream, place.shard(), arrived[i], partitionKey, contents.get(i)));
        }
        List<Long> sequences = List.of();
        if (!writes.isEmpty()) {
            Store.Result result = store.commit(new Store.Transaction(null, found.unchanged(), writes));
            if (!(result instanceof Store.Committed committed)) {
                return null;
            }
            sequences = committed.appended();
        }
        List<Outcome> outcomes = new ArrayList<>();
        int next = 0;
        for (Place place : places) {
            String number = null;
            if (place.taken()) {
                number = SequenceNumber.of(place.shard(), sequences.get(next), arrived[next]);
                next++;
            }
            outcomes.add(new Outcome(place.shard(), number));
        }
        return new Appended(stream, outcomes);
    }

    private static void checkSize(Entry entry, Stream stream) {
        int max = stream.maxRecordKiB() << 10;
        if (entry.bytes() > max) {
            throw KinesisErrors.validation("1 validation error detected: Value at '" + entry.member()
                    + "' failed to satisfy constraint: Member must have length less than or equal to " + max);
        }
    }

    private static BigInteger hash(Entry entry) {
        String explicit = entry.explicitHashKey();
        if (explicit == null) {
            return md5(entry.partitionKey());
        }
        BigInteger hash = new BigInteger(explicit);
        if (hash.compareTo(Stream.HASHES) >= 0) {
            throw KinesisErrors.invalid("Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]."
                    + " Specified value was " + explicit);
        }
        return hash;
    }

    private static BigInteger md5(String partitionKey) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            return new BigInteger(1, digest.digest(partitionKey.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
