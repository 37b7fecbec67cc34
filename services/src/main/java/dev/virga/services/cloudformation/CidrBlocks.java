package dev.virga.services.cloudformation;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/// `Fn::Cidr`: smaller address blocks out of a larger one.
final class CidrBlocks {
    private static final int MAX_BLOCKS = 256;

    private CidrBlocks() {}

    /// @param arguments block, count, and how many bits of an address are left to hosts
    static Object split(List<Object> arguments, Intrinsics intrinsics) {
        if (arguments.size() != 2 && arguments.size() != 3) {
            throw intrinsics.error("Template error: every Fn::Cidr object requires two or three parameters");
        }
        try {
            String block = intrinsics.string(arguments.getFirst(), "Fn::Cidr");
            int slash = block.indexOf('/');
            String host = slash < 0 ? block : block.substring(0, slash);
            if (!host.matches("[0-9.]{7,15}|[0-9a-fA-F:.]{2,45}")) {
                throw new NumberFormatException(host);
            }
            byte[] address = InetAddress.getByName(host).getAddress();
            int bits = address.length * 8;
            int prefix = slash < 0 ? bits : Integer.parseInt(block.substring(slash + 1));
            int count = Integer.parseInt(intrinsics.string(arguments.get(1), "Fn::Cidr"));
            int hostBits =
                    arguments.size() == 3 ? Integer.parseInt(intrinsics.string(arguments.get(2), "Fn::Cidr")) : bits;
            if (arguments.size() == 2) {
                hostBits = bits == 32 ? 8 : 64;
            }
            return blocks(address, prefix, count, hostBits);
        } catch (NumberFormatException | UnknownHostException e) {
            throw intrinsics.error("Template error: Fn::Cidr cannot split " + arguments);
        }
    }

    private static List<Object> blocks(byte[] address, int prefix, int count, int hostBits)
            throws UnknownHostException {
        int bits = address.length * 8;
        boolean sane = prefix >= 0 && prefix <= bits && hostBits >= 0 && hostBits <= bits - prefix;
        if (!sane
                || count < 1
                || count > MAX_BLOCKS
                || BigInteger.ONE.shiftLeft(bits - prefix - hostBits).compareTo(BigInteger.valueOf(count)) < 0) {
            throw new NumberFormatException("does not fit");
        }
        BigInteger start = new BigInteger(1, address).shiftRight(bits - prefix).shiftLeft(bits - prefix);
        List<Object> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BigInteger at = start.add(BigInteger.valueOf(i).shiftLeft(hostBits));
            result.add(text(at, address.length) + "/" + (bits - hostBits));
        }
        return result;
    }

    private static String text(BigInteger at, int length) throws UnknownHostException {
        byte[] raw = at.toByteArray();
        byte[] bytes = new byte[length];
        int copied = Math.min(raw.length, length);
        System.arraycopy(raw, raw.length - copied, bytes, length - copied, copied);
        return InetAddress.getByAddress(bytes).getHostAddress();
    }
}
