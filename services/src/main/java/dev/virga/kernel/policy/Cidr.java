package dev.virga.kernel.policy;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// An address range such as `203.0.113.0/24` or `2001:db8::/32`. A single address is a range of
/// one.
record Cidr(byte[] address, int bits) {
    private static final int MAX_CHARS = 64;

    static @Nullable Cidr parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int all = address.length * Byte.SIZE;
        int bits = all;
        if (slash >= 0) {
            String digits = text.substring(slash + 1);
            if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return null;
            }
            bits = Integer.parseInt(digits);
        }
        return bits > all ? null : new Cidr(address, bits);
    }

    /// Null when the text is no literal address; never asks a name server.
    static byte @Nullable [] address(String text) {
        if (text.isEmpty() || text.length() > MAX_CHARS) {
            return null;
        }
        // The JDK also reads 1.2 and 42 as IPv4 addresses.
        boolean v4 = text.indexOf(':') < 0;
        if (v4 && text.chars().filter(c -> c == '.').count() != 3) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        for (int i = 0; i < address.length; i++) {
            int left = bits - i * Byte.SIZE;
            if (left <= 0) {
                return true;
            }
            int mask = left >= Byte.SIZE ? 0xff : 0xff << (Byte.SIZE - left);
            if (((address[i] ^ other[i]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
