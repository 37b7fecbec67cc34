package dev.virga.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Finds a member by the UTF-8 bytes of its name, so that decoding makes no String for a key.
///
/// Open addressing with at least half of the slots empty; the hash looks at the length and at three
/// or four bytes, which tells the members of real shapes apart.
final class NameTable {
    private final byte[][] keys;
    private final int[] indexes;
    private final int mask;

    NameTable(List<Member> members, Function<Member, String> name) {
        int slots = Integer.highestOneBit(Math.max(2, members.size() * 2 - 1)) << 1;
        mask = slots - 1;
        keys = new byte[slots][];
        indexes = new int[slots];
        for (Member member : members) {
            byte[] key = name.apply(member).getBytes(StandardCharsets.UTF_8);
            int slot = hash(key, 0, key.length) & mask;
            while (keys[slot] != null) {
                slot = (slot + 1) & mask;
            }
            keys[slot] = key;
            indexes[slot] = member.index();
        }
    }

    /// Index of the member with this name, or -1.
    int find(byte[] bytes, int offset, int length) {
        int slot = hash(bytes, offset, length) & mask;
        byte[] key = keys[slot];
        while (key != null) {
            if (Arrays.equals(key, 0, key.length, bytes, offset, offset + length)) {
                return indexes[slot];
            }
            slot = (slot + 1) & mask;
            key = keys[slot];
        }
        return -1;
    }

    private static int hash(byte[] b, int offset, int length) {
        int h = length;
        if (length > 0) {
            h = h * 31 + b[offset];
            h = h * 31 + b[offset + (length >> 1)];
            h = h * 31 + b[offset + length - 1];
            if (length > 8) {
                h = h * 31 + b[offset + 5];
            }
        }
        return h ^ (h >>> 7);
    }
}
