package dev.virga.services.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// A file of a form: fails as soon as it is longer than the policy allows, and at its end when it
/// is shorter. One thread.
final class MeasuredFile extends FilterInputStream {
    private final @Nullable PostPolicy policy;
    private long count;

    MeasuredFile(InputStream in, @Nullable PostPolicy policy) {
        super(in);
        this.policy = policy;
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
            count += n;
        }
        if (policy != null && n > 0) {
            policy.checkMost(count);
        } else if (policy != null && n < 0) {
            policy.checkLeast(count);
        }
        return n;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
