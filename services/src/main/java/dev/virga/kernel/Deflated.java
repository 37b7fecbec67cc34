package dev.virga.kernel;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Small texts, made smaller. What is opened was sealed by this installation.
final class Deflated {
    private static final int BUFFER_BYTES = 4096;

    private Deflated() {}

    static byte[] of(byte[] plain) {
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    /// @throws IllegalStateException it is damaged, or longer than `maxBytes`
    static byte[] open(byte[] packed, int maxBytes) {
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(packed);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (out.size() + count > maxBytes || (count == 0 && inflater.needsInput())) {
                    throw new IllegalStateException("what is sealed cannot be unpacked");
                }
                out.write(buffer, 0, count);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new IllegalStateException(e);
        }
    }
}
