package dev.virga.services.s3;

import java.nio.ByteBuffer;

/// The CRC of a whole from those of its parts and their lengths, without the bytes: a CRC is a
/// remainder of polynomials, so what precedes n bits is multiplied by x to the power of n.
///
/// @param width in bits
/// @param polynomial reflected: the lowest bit is the highest power
record CrcCombination(int width, long polynomial) {
    static final CrcCombination CRC32 = new CrcCombination(32, 0xEDB88320L);
    static final CrcCombination CRC32C = new CrcCombination(32, 0x82F63B78L);
    static final CrcCombination CRC64NVME = new CrcCombination(64, 0x9A6C9329AC4BC9B5L);

    /// @throws IllegalArgumentException when the algorithm is no CRC
    static CrcCombination of(ChecksumAlgorithm algorithm) {
        return switch (algorithm) {
            case CRC32 -> CRC32;
            case CRC32C -> CRC32C;
            case CRC64NVME -> CRC64NVME;
            case SHA1, SHA256, SHA512, MD5, XXHASH64, XXHASH3, XXHASH128 ->
                throw new IllegalArgumentException(algorithm + " cannot be combined");
        };
    }

    /// @param length of what the second is the CRC of, in bytes
    byte[] combine(byte[] first, byte[] second, long length) {
        long combined = multiply(power(length * 8), number(first)) ^ number(second);
        byte[] all = ByteBuffer.allocate(8).putLong(combined).array();
        byte[] value = new byte[width / 8];
        System.arraycopy(all, 8 - value.length, value, 0, value.length);
        return value;
    }

    private static long number(byte[] value) {
        byte[] all = new byte[8];
        System.arraycopy(value, 0, all, 8 - value.length, value.length);
        return ByteBuffer.wrap(all).getLong();
    }

    /// x to the power of n, by squaring.
    private long power(long n) {
        long square = 1L << (width - 2);
        long power = 1L << (width - 1);
        for (long rest = n; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                power = multiply(square, power);
            }
            square = multiply(square, square);
        }
        return power;
    }

    private long multiply(long a, long b) {
        long product = 0;
        long shifted = b;
        for (long bit = 1L << (width - 1); bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) == 0 ? shifted >>> 1 : (shifted >>> 1) ^ polynomial;
        }
        return product;
    }
}
