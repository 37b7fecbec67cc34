package dev.virga.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/// Fails at its end when the bytes that were read do not have the hash that the request promised:
/// before the last byte is handed out when the length is known, so that a reader who counts instead
/// of waiting for the end is warned as well. One thread.
final class HashedStream extends FilterInputStream {
    private final String expected;
    private final long length;
    private final MessageDigest digest = Sha256.start();
    private long count;
    private boolean ended;
    private boolean wrong;
    private String computed = "";

    /// @param length -1 when it is not known
    HashedStream(InputStream in, long length, String expected) {
        super(in);
        this.length = length;
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int size) throws IOException {
        int n = in.read(buffer, offset, size);
        if (n > 0) {
            digest.update(buffer, offset, n);
            count += n;
        }
        if (n < 0 || count == length) {
            check();
        }
        return n;
    }

    /// Skipped bytes count as read.
    @Override
    public long skip(long bytes) throws IOException {
        byte[] unwanted = new byte[(int) Math.min(8192, Math.max(0, bytes))];
        return unwanted.length == 0 ? 0 : Math.max(0, read(unwanted, 0, unwanted.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void check() {
        if (!ended) {
            ended = true;
            computed = HexFormat.of().formatHex(digest.digest());
            wrong = !SigV4.same(computed, expected);
        }
        if (wrong) {
            throw AuthErrors.hashMismatch(expected, computed);
        }
    }
}
