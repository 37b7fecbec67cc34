package dev.virga.wire;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Reads request bodies into memory, within a limit that also holds after decompression.
final class Bodies {
    /// How many times its own size a compressed body may have; requests seldom reach 30.
    static final int MAX_EXPANSION = 200;

    /// What a body may have after decompression, however small it was before.
    static final int SMALL_BYTES = 1 << 20;

    private static final String GZIP = "gzip";

    private Bodies() {}

    static byte[] read(HttpRequest request, int limit) {
        byte[] bytes = raw(request.body(), limit);
        String codings = request.header("Content-Encoding");
        return codings != null && bytes.length > 0 && isPacked(codings) ? gunzip(bytes, limit) : bytes;
    }

    /// Whether gzip was applied last: `gzip`, or `custom, gzip` where the first is the caller's own
    /// business.
    static boolean isPacked(String codings) {
        return codings.substring(codings.lastIndexOf(',') + 1).strip().equalsIgnoreCase(GZIP);
    }

    /// What was said about the body before gzip was applied; empty when nothing was.
    static String unpacked(String codings) {
        int comma = codings.lastIndexOf(',');
        return comma < 0 ? "" : codings.substring(0, comma).strip();
    }

    static byte[] raw(Body body, int limit) {
        try {
            return body.bytes(limit);
        } catch (Body.BodyTooLarge e) {
            throw WireErrors.tooLarge(limit);
        } catch (IOException e) {
            throw new AwsException("IncompleteBody", 400, "The request body ended early.");
        }
    }

    private static byte[] gunzip(byte[] bytes, int most) {
        int limit = (int) Math.min(most, Math.max(SMALL_BYTES, (long) bytes.length * MAX_EXPANSION));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] all = in.readNBytes(limit == Integer.MAX_VALUE ? limit : limit + 1);
            if (all.length > limit) {
                throw WireErrors.tooLarge(limit);
            }
            return all;
        } catch (ZipException | EOFException e) {
            throw WireErrors.serialization("The request body is not in the gzip format that it claims");
        } catch (IOException e) {
            throw new IllegalStateException("a body in memory cannot fail", e);
        }
    }
}
