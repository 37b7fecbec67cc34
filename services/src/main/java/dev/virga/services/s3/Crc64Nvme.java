package dev.virga.services.s3;

import java.util.zip.Checksum;

/// CRC-64/NVME: polynomial 0xAD93D23594C93659, reflected, all ones in and out; eight bytes at a
/// time.
final class Crc64Nvme implements Checksum {
    private static final long REFLECTED = 0x9A6C9329AC4BC9B5L;
    private static final long[][] TABLES = tables();

    private long crc = -1;

    private static long[][] tables() {
        long[][] tables = new long[8][256];
        for (int n = 0; n < 256; n++) {
            long value = n;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ REFLECTED;
            }
            tables[0][n] = value;
        }
        for (int k = 1; k < 8; k++) {
            for (int n = 0; n < 256; n++) {
                long before = tables[k - 1][n];
                tables[k][n] = (before >>> 8) ^ tables[0][(int) (before & 0xff)];
            }
        }
        return tables;
    }

    @Override
    public void update(int b) {
        crc = (crc >>> 8) ^ TABLES[0][(int) ((crc ^ b) & 0xff)];
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (end - at >= 8) {
            long next = crc;
            for (int i = 0; i < 8; i++) {
                next ^= (bytes[at + i] & 0xffL) << (8 * i);
            }
            long folded = 0;
            for (int i = 0; i < 8; i++) {
                folded ^= TABLES[7 - i][(int) ((next >>> (8 * i)) & 0xff)];
            }
            crc = folded;
            at += 8;
        }
        while (at < end) {
            update(bytes[at++]);
        }
    }

    @Override
    public long getValue() {
        return ~crc;
    }

    @Override
    public void reset() {
        crc = -1;
    }
}
