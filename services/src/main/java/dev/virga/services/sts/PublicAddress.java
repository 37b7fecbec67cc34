package dev.virga.services.sts;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/// Tells addresses of the open internet from those of this machine and the networks around it,
/// which an identity provider's name may point to in order to reach what its owner cannot.
final class PublicAddress {
    /// First octets and prefix lengths that are not for the internet (RFC 6890).
    private static final int[][] RESERVED_V4 = {
        {0, 0, 0, 0, 8},
        {10, 0, 0, 0, 8},
        {100, 64, 0, 0, 10},
        {127, 0, 0, 0, 8},
        {169, 254, 0, 0, 16},
        {172, 16, 0, 0, 12},
        {192, 0, 0, 0, 24},
        {192, 0, 2, 0, 24},
        {192, 88, 99, 0, 24},
        {192, 168, 0, 0, 16},
        {198, 18, 0, 0, 15},
        {198, 51, 100, 0, 24},
        {203, 0, 113, 0, 24},
        {224, 0, 0, 0, 3},
    };

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        return switch (address) {
            case Inet4Address v4 -> isPublic(v4.getAddress(), 0);
            case Inet6Address v6 -> isPublic(v6.getAddress());
            default -> false;
        };
    }

    private static boolean isPublic(byte[] bytes, int from) {
        int address = word(bytes, from);
        for (int[] range : RESERVED_V4) {
            int start = range[0] << 24 | range[1] << 16 | range[2] << 8 | range[3];
            if ((address ^ start) >>> (Integer.SIZE - range[4]) == 0) {
                return false;
            }
        }
        return true;
    }

    /// Global unicast is 2000::/3; of that not what carries an IPv4 address (6to4, Teredo) and what
    /// is for documentation. NAT64 lies outside.
    private static boolean isPublic(byte[] bytes) {
        int first = word(bytes, 0);
        boolean unicast = first >>> 29 == 1;
        boolean sixToFour = first >>> 16 == 0x2002;
        boolean special = first >>> 9 == 0x2001_0000 >>> 9;
        boolean documentation = first == 0x2001_0db8 || first >>> 12 == 0x3fff_0;
        return unicast && !sixToFour && !special && !documentation;
    }

    private static int word(byte[] bytes, int from) {
        return (bytes[from] & 0xff) << 24
                | (bytes[from + 1] & 0xff) << 16
                | (bytes[from + 2] & 0xff) << 8
                | (bytes[from + 3] & 0xff);
    }
}
