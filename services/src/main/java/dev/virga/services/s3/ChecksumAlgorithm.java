package dev.virga.services.s3;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/// The algorithms of additional checksums, by the names that the model gives them. The checksums of
/// parts can make up that of the whole for a CRC; of all others only a checksum of checksums is
/// known, except where S3 rules that out.
enum ChecksumAlgorithm {
    CRC32(4, true, true),
    CRC32C(4, true, true),
    CRC64NVME(8, false, true),
    SHA1(20, true, false),
    SHA256(32, true, false),
    SHA512(64, true, false),
    MD5(16, true, false),
    XXHASH64(8, true, false),
    XXHASH3(8, true, false),
    XXHASH128(16, true, false);

    /// Computes one of them.
    interface Running {
        void update(byte[] bytes, int offset, int length);

        /// Called once.
        byte[] value();

        default String base64() {
            return Base64.getEncoder().encodeToString(value());
        }
    }

    private final int bytes;
    private final boolean composite;
    private final boolean fullObject;

    ChecksumAlgorithm(int bytes, boolean composite, boolean fullObject) {
        this.bytes = bytes;
        this.composite = composite;
        this.fullObject = fullObject;
    }

    /// Null for a name that the model does not have.
    static @Nullable ChecksumAlgorithm named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equals(upper))
                .findFirst()
                .orElse(null);
    }

    Running start() {
        return switch (this) {
            case CRC32 -> crc(new CRC32(), bytes);
            case CRC32C -> crc(new CRC32C(), bytes);
            case CRC64NVME -> crc(new Crc64Nvme(), bytes);
            case SHA1 -> digest("SHA-1");
            case SHA256 -> digest("SHA-256");
            case SHA512 -> digest("SHA-512");
            case MD5 -> digest("MD5");
            case XXHASH64 -> hash64(Hashing.xxh64().hashStream());
            case XXHASH3 -> hash64(Hashing.xxh3_64().hashStream());
            case XXHASH128 -> hash128(Hashing.xxh3_128().hashStream());
        };
    }

    /// The member that carries its value.
    String member() {
        return "Checksum" + name();
    }

    String header() {
        return Checksums.HEADER + lower();
    }

    String lower() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean allows(Checksums.Type type) {
        return switch (type) {
            case COMPOSITE -> composite;
            case FULL_OBJECT -> fullObject;
        };
    }

    /// Whether this may be a value of this algorithm at all.
    boolean isValue(String base64) {
        try {
            return Base64.getDecoder().decode(base64).length == bytes;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Running crc(Checksum crc, int bytes) {
        return new Running() {
            @Override
            public void update(byte[] data, int offset, int length) {
                crc.update(data, offset, length);
            }

            @Override
            public byte[] value() {
                return Arrays.copyOfRange(number(crc.getValue()), 8 - bytes, 8);
            }
        };
    }

    private static Running digest(String algorithm) {
        MessageDigest digest = Checksums.messageDigest(algorithm);
        return new Running() {
            @Override
            public void update(byte[] data, int offset, int length) {
                digest.update(data, offset, length);
            }

            @Override
            public byte[] value() {
                return digest.digest();
            }
        };
    }

    private static Running hash64(HashStream64 hash) {
        return new Running() {
            @Override
            public void update(byte[] data, int offset, int length) {
                hash.putBytes(data, offset, length);
            }

            @Override
            public byte[] value() {
                return number(hash.getAsLong());
            }
        };
    }

    private static Running hash128(HashStream128 hash) {
        return new Running() {
            @Override
            public void update(byte[] data, int offset, int length) {
                hash.putBytes(data, offset, length);
            }

            @Override
            public byte[] value() {
                HashValue128 value = hash.get();
                return ByteBuffer.allocate(16)
                        .putLong(value.getMostSignificantBits())
                        .putLong(value.getLeastSignificantBits())
                        .array();
            }
        };
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }
}
