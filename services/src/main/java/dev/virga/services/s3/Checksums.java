package dev.virga.services.s3;

import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.Structs;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/// The additional checksums that S3 keeps with an object (docs:
/// AmazonS3/latest/userguide/checking-object-integrity.html).
final class Checksums {
    static final String TYPE = "ChecksumType";
    private static final List<String> NAMES = List.of("CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256");
    private static final List<String> LATER = List.of("SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128");

    private Checksums() {}

    /// Computes one of them.
    interface Running {
        void update(byte[] bytes, int offset, int length);

        String base64();
    }

    /// The algorithms that the request names: by a value, or by the name of the one whose value
    /// follows in a trailer.
    static Map<String, Running> running(Struct input, Shape shape) {
        Map<String, Running> running = new LinkedHashMap<>();
        if (Structs.get(input, shape, "ChecksumAlgorithm") instanceof String algorithm) {
            start(running, algorithm.toUpperCase(Locale.ROOT));
        }
        for (String name : NAMES) {
            if (Structs.get(input, shape, "Checksum" + name) != null) {
                start(running, name);
            }
        }
        for (String name : LATER) {
            if (Structs.get(input, shape, "Checksum" + name) != null) {
                throw S3Errors.notImplemented("checksum algorithm " + name);
            }
        }
        return running;
    }

    /// Adds those that are announced as trailers: `x-amz-checksum-crc32`.
    static void announce(Map<String, Running> running, List<String> trailers) {
        String prefix = "x-amz-checksum-";
        for (String trailer : trailers) {
            if (trailer.startsWith(prefix)) {
                start(running, trailer.substring(prefix.length()).toUpperCase(Locale.ROOT));
            }
        }
    }

    private static void start(Map<String, Running> running, String name) {
        if (LATER.contains(name)) {
            throw S3Errors.notImplemented("checksum algorithm " + name);
        }
        if (!NAMES.contains(name)) {
            throw S3Errors.invalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the"
                    + " valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
        }
        running.computeIfAbsent(name, Checksums::of);
    }

    static Running of(String name) {
        return switch (name) {
            case "CRC32" -> crc(new CRC32(), 4);
            case "CRC32C" -> crc(new CRC32C(), 4);
            case "CRC64NVME" -> crc(new Crc64Nvme(), 8);
            case "SHA1" -> digest("SHA-1");
            case "SHA256" -> digest("SHA-256");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Running crc(Checksum crc, int bytes) {
        return new Running() {
            @Override
            public void update(byte[] data, int offset, int length) {
                crc.update(data, offset, length);
            }

            @Override
            public String base64() {
                byte[] all = ByteBuffer.allocate(8).putLong(crc.getValue()).array();
                byte[] value = new byte[bytes];
                System.arraycopy(all, 8 - bytes, value, 0, bytes);
                return Base64.getEncoder().encodeToString(value);
            }
        };
    }

    private static Running digest(String algorithm) {
        MessageDigest digest = messageDigest(algorithm);
        return new Running() {
            @Override
            public void update(byte[] data, int offset, int length) {
                digest.update(data, offset, length);
            }

            @Override
            public String base64() {
                return Base64.getEncoder().encodeToString(digest.digest());
            }
        };
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
            Map<String, Running> running, Struct input, Shape shape, Map<String, String> trailers) {
        Map<String, String> kept = new LinkedHashMap<>();
        running.forEach((name, value) -> {
            String computed = value.base64();
            Object header = Structs.get(input, shape, "Checksum" + name);
            String sent = header != null
                    ? header.toString()
                    : trailers.get("x-amz-checksum-" + name.toLowerCase(Locale.ROOT));
            if (sent != null && !sent.equals(computed)) {
                throw S3Errors.badDigest(name);
            }
            kept.put("Checksum" + name, computed);
        });
        if (!kept.isEmpty()) {
            kept.put(TYPE, "FULL_OBJECT");
        }
        return kept;
    }

    /// Of a multipart upload: the checksum of the parts' checksums, or nothing when a part has
    /// none.
    static Map<String, String> composite(List<Map<String, String>> parts) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : NAMES) {
            Running running = of(name);
            boolean everyPart = !name.equals("CRC64NVME");
            for (Map<String, String> part : parts) {
                String value = part.get("Checksum" + name);
                everyPart &= value != null;
                if (value != null) {
                    byte[] raw = Base64.getDecoder().decode(value);
                    running.update(raw, 0, raw.length);
                }
            }
            if (everyPart && !parts.isEmpty()) {
                kept.put("Checksum" + name, running.base64() + "-" + parts.size());
                kept.put(TYPE, "COMPOSITE");
            }
        }
        return kept;
    }
}
