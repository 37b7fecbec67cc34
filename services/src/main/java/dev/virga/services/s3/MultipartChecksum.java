package dev.virga.services.s3;

import dev.virga.api.s3.CompletedPart;
import dev.virga.api.s3.S3Ops;
import dev.virga.wire.Body;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.Structs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How an upload in parts gets its checksum, as it was asked for at its beginning: of the checksums
/// of its parts, or of all bytes, which a CRC can make out of those of the parts.
///
/// @param chosen false for the default that nobody asked for
record MultipartChecksum(ChecksumAlgorithm algorithm, Checksums.Type type, boolean chosen) {
    private static final String ALGORITHM = "ChecksumAlgorithm";

    /// Under this name the checksums of the parts are kept with the object, in order; the model has
    /// no such member.
    private static final String OF_PARTS = "PartChecksums";

    static final Shape PART = element("Parts");

    private static Shape element(String list) {
        Shape parts = Objects.requireNonNull(
                        S3Ops.CompleteMultipartUpload.input().member("MultipartUpload"))
                .target();
        return Objects.requireNonNull(parts.member(list)).target().element().target();
    }

    static MultipartChecksum choose(@Nullable String algorithm, @Nullable String type) {
        if (algorithm == null) {
            if (type != null) {
                throw S3Errors.invalidRequest(
                        "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
            }
            return new MultipartChecksum(Checksums.DEFAULT, Checksums.Type.FULL_OBJECT, false);
        }
        ChecksumAlgorithm named = Checksums.algorithm(algorithm);
        Checksums.Type usual =
                named.allows(Checksums.Type.COMPOSITE) ? Checksums.Type.COMPOSITE : Checksums.Type.FULL_OBJECT;
        Checksums.Type wanted = type == null
                ? usual
                : Arrays.stream(Checksums.Type.values())
                        .filter(one -> one.name().equals(type))
                        .findFirst()
                        .orElseThrow(() -> S3Errors.invalidRequest("Value for x-amz-checksum-type header is invalid."));
        if (!named.allows(wanted)) {
            throw S3Errors.invalidRequest("The " + wanted + " checksum type cannot be used with the " + named.lower()
                    + " checksum algorithm.");
        }
        return new MultipartChecksum(named, wanted, true);
    }

    static MultipartChecksum of(ObjectRow template) {
        return choose(template.checksums().get(ALGORITHM), template.checksums().get(Checksums.TYPE));
    }

    /// As it is kept with the upload, and shown by the names of the model's members.
    Map<String, String> kept() {
        return chosen ? Map.of(ALGORITHM, algorithm.name(), Checksums.TYPE, type.name()) : Map.of();
    }

    /// The request for a part, which then asks for the checksum that the whole needs.
    <T extends Struct> T part(T input, Shape shape, @Nullable Body body) {
        List<ChecksumAlgorithm> sent = Checksums.sent(input, shape, body);
        if (chosen && sent.isEmpty() && type == Checksums.Type.COMPOSITE) {
            throw Checksums.typeMismatch(algorithm.lower(), "null");
        }
        if (chosen && !sent.isEmpty() && sent.getFirst() != algorithm) {
            throw Checksums.typeMismatch(algorithm.lower(), sent.getFirst().lower());
        }
        return Structs.with(input, shape, Map.of(ALGORITHM, algorithm.name()));
    }

    /// What the client says of its parts has to be true, and for a composite checksum it has to say
    /// it.
    void check(List<CompletedPart> listed, List<UploadTable.Part> parts) {
        for (int i = 0; i < listed.size(); i++) {
            CompletedPart said = listed.get(i);
            for (ChecksumAlgorithm each : ChecksumAlgorithm.values()) {
                Object value = Structs.get(said, PART, each.member());
                if (value != null && !value.equals(parts.get(i).checksums().get(each.member()))) {
                    throw S3Errors.invalidPart();
                }
            }
            if (chosen && type == Checksums.Type.COMPOSITE && Structs.get(said, PART, algorithm.member()) == null) {
                throw S3Errors.invalidRequest("The upload was created using a " + algorithm.lower()
                        + " checksum. The complete request must include the checksum for each part. It was missing for"
                        + " part " + said.partNumber() + " in the request.");
            }
        }
    }

    /// What the client says of the whole.
    void checkWhole(Map<String, String> computed, Struct input, Shape shape) {
        Object saidType = Structs.get(input, shape, Checksums.TYPE);
        if (saidType != null && !saidType.equals(type.name())) {
            throw S3Errors.invalidRequest("The upload was created using the " + type
                    + " checksum mode. The complete request must use the same checksum mode.");
        }
        for (ChecksumAlgorithm each : ChecksumAlgorithm.values()) {
            if (!(Structs.get(input, shape, each.member()) instanceof String said)) {
                continue;
            }
            if (each != algorithm) {
                throw Checksums.typeMismatch(algorithm.lower(), each.lower());
            }
            String value = String.valueOf(computed.get(each.member()));
            if (!said.equals(value) && !value.startsWith(said + "-")) {
                throw S3Errors.badDigest(each.name());
            }
        }
    }

    /// The checksum of the object; nothing when a part has none, as may be after an older release.
    Map<String, String> combine(List<UploadTable.Part> parts) {
        List<String> values = new ArrayList<>();
        for (UploadTable.Part part : parts) {
            String value = part.checksums().get(algorithm.member());
            if (value == null) {
                return Map.of();
            }
            values.add(value);
        }
        Map<String, String> kept = new LinkedHashMap<>();
        kept.put(
                algorithm.member(),
                switch (type) {
                    case COMPOSITE -> composite(values);
                    case FULL_OBJECT -> whole(parts, values);
                });
        kept.put(Checksums.TYPE, type.name());
        if (chosen) {
            kept.put(OF_PARTS, algorithm.name() + " " + String.join(" ", values));
        }
        return kept;
    }

    private String composite(List<String> values) {
        ChecksumAlgorithm.Running running = algorithm.start();
        for (String value : values) {
            byte[] raw = Base64.getDecoder().decode(value);
            running.update(raw, 0, raw.length);
        }
        return running.base64() + "-" + values.size();
    }

    private String whole(List<UploadTable.Part> parts, List<String> values) {
        CrcCombination crc = CrcCombination.of(algorithm);
        byte[] whole = Base64.getDecoder().decode(values.getFirst());
        for (int i = 1; i < values.size(); i++) {
            byte[] next = Base64.getDecoder().decode(values.get(i));
            whole = crc.combine(whole, next, parts.get(i).content().length());
        }
        return Base64.getEncoder().encodeToString(whole);
    }

    /// The checksums of an object's parts by the model's member names, in order; empty when they
    /// are not kept.
    static List<Map<String, String>> ofParts(ObjectRow object) {
        String kept = object.checksums().get(OF_PARTS);
        if (kept == null) {
            return List.of();
        }
        String[] values = kept.split(" ");
        String member = "Checksum" + values[0];
        return Arrays.stream(values, 1, values.length)
                .map(value -> Map.of(member, value))
                .toList();
    }

    /// The checksums to show with an object, or with the part that the client asks for.
    static Map<String, String> shown(ObjectRow object, @Nullable ByteRange range, @Nullable Object partNumber) {
        if (partNumber instanceof Integer number && !object.partSizes().isEmpty()) {
            List<Map<String, String>> parts = ofParts(object);
            Map<String, String> shown = new HashMap<>();
            if (number <= parts.size()) {
                shown.putAll(parts.get(number - 1));
                shown.put(Checksums.TYPE, String.valueOf(object.checksums().get(Checksums.TYPE)));
            }
            return shown;
        }
        return range == null ? object.checksums() : Map.of();
    }
}
