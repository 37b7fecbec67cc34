package dev.virga.wire;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Reads request bodies into memory, within a limit that also holds after decompression.
final class Bodies {
    private Bodies() {}

    static byte[] read(HttpRequest request, int limit) {
        byte[] bytes = raw(request.body(), limit);
        String coding = request.header("Content-Encoding");
        return coding != null && coding.strip().equalsIgnoreCase("gzip") && bytes.length > 0
                ? gunzip(bytes, limit)
                : bytes;
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

    private static byte[] gunzip(byte[] bytes, int limit) {
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
