package dev.virga.services.s3;

import dev.virga.wire.AwsChunkedStream;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.Structs;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The additional checksums that S3 keeps with an object (docs:
/// AmazonS3/latest/userguide/checking-object-integrity.html).
final class Checksums {
    /// The member that says what the checksum is of.
    static final String TYPE = "ChecksumType";

    static final String HEADER = "x-amz-checksum-";

    /// What S3 computes when the client names none.
    static final ChecksumAlgorithm DEFAULT = ChecksumAlgorithm.CRC64NVME;

    private static final int BUFFER_BYTES = 1 << 16;

    /// What a checksum is of.
    enum Type {
        /// The checksums of the parts.
        COMPOSITE,
        /// The bytes.
        FULL_OBJECT
    }

    private Checksums() {}

    /// The algorithms that the request names: by a value, or by the name of the one whose value
    /// follows in a trailer; else the default.
    static Map<ChecksumAlgorithm, ChecksumAlgorithm.Running> running(Struct input, Shape shape, Body body) {
        List<ChecksumAlgorithm> wanted = sent(input, shape, body);
        if (Structs.get(input, shape, "ChecksumAlgorithm") instanceof String name) {
            wanted.add(algorithm(name));
        } else if (wanted.isEmpty()) {
            wanted.add(DEFAULT);
        }
        Map<ChecksumAlgorithm, ChecksumAlgorithm.Running> running = new LinkedHashMap<>();
        wanted.forEach(algorithm -> running.computeIfAbsent(algorithm, ChecksumAlgorithm::start));
        return running;
    }

    /// The algorithm whose value comes with the request: in a header, or announced as a trailer
    /// (`x-amz-checksum-crc32`).
    static List<ChecksumAlgorithm> sent(Struct input, Shape shape, @Nullable Body body) {
        List<ChecksumAlgorithm> sent = new ArrayList<>();
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            if (Structs.get(input, shape, algorithm.member()) instanceof String value) {
                if (!algorithm.isValue(value)) {
                    throw S3Errors.invalidRequest("Value for " + algorithm.header() + " header is invalid.");
                }
                sent.add(algorithm);
            }
        }
        if (body != null && body.stream() instanceof AwsChunkedStream chunked) {
            for (String trailer : chunked.announced()) {
                if (trailer.startsWith(HEADER)) {
                    sent.add(algorithm(trailer.substring(HEADER.length())));
                }
            }
        }
        if (sent.size() > 1) {
            throw S3Errors.invalidRequest(
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        }
        return sent;
    }

    static ChecksumAlgorithm algorithm(String name) {
        ChecksumAlgorithm algorithm = ChecksumAlgorithm.named(name);
        if (algorithm == null) {
            throw S3Errors.invalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the"
                    + " valid types: " + Arrays.toString(ChecksumAlgorithm.values()));
        }
        return algorithm;
    }

    static AwsException typeMismatch(String expected, String actual) {
        return S3Errors.invalidRequest("Checksum Type mismatch occurred, expected checksum Type: " + expected
                + ", actual checksum Type: " + actual);
    }

    static MessageDigest messageDigest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Compares what was computed with what the client sent; answers what is kept, by member name.
    ///
    /// @param trailers in lower case
    static Map<String, String> verify(
            Map<ChecksumAlgorithm, ChecksumAlgorithm.Running> running,
            Struct input,
            Shape shape,
            Map<String, String> trailers) {
        Map<String, String> kept = new LinkedHashMap<>();
        running.forEach((algorithm, value) -> {
            String computed = value.base64();
            Object header = Structs.get(input, shape, algorithm.member());
            String sent = header != null ? header.toString() : trailers.get(algorithm.header());
            if (sent != null && !algorithm.isValue(sent)) {
                throw S3Errors.invalidRequest("Value for " + algorithm.header() + " trailing header is invalid.");
            }
            if (sent != null && !sent.equals(computed)) {
                throw S3Errors.badDigest(algorithm.name());
            }
            kept.put(algorithm.member(), computed);
        });
        kept.put(TYPE, Type.FULL_OBJECT.name());
        return kept;
    }

    /// The checksum of these bytes, as it is kept.
    static Map<String, String> of(InputStream content, ChecksumAlgorithm algorithm) throws IOException {
        ChecksumAlgorithm.Running running = algorithm.start();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
            running.update(buffer, 0, n);
        }
        return Map.of(algorithm.member(), running.base64(), TYPE, Type.FULL_OBJECT.name());
    }

    /// The algorithms of what is kept with an object.
    static List<ChecksumAlgorithm> algorithms(Map<String, String> kept) {
        return Arrays.stream(ChecksumAlgorithm.values())
                .filter(algorithm -> kept.containsKey(algorithm.member()))
                .toList();
    }
}
