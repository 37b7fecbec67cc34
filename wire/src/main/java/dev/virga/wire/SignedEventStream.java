package dev.virga.wire;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The events of a client that signs them: each message holds another as its payload, with its
/// signature in `:chunk-signature`. The signature covers the one before, so that no event can be
/// left out, and the last message is signed and empty. What is read here are the inner messages,
/// each only after its signature was verified. One thread.
final class SignedEventStream extends InputStream {
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String DATE = ":date";
    private static final String SIGNATURE = ":chunk-signature";

    private final InputStream in;
    private final AwsChunkedStream.Signing request;
    private String previous;
    private byte[] current = new byte[0];
    private int position;
    private boolean ended;

    /// @param request how the request was signed, with which the chain begins
    SignedEventStream(InputStream in, AwsChunkedStream.Signing request) {
        this.in = in;
        this.request = request;
        previous = request.signature();
    }

    @Override
    public int read() throws IOException {
        return fill() ? current[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, into, offset, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        while (position == current.length && !ended) {
            EventMessage message = EventMessage.read(in);
            if (message == null) {
                throw EventMessage.malformed("the stream ends without its signed end");
            }
            verify(message);
            current = message.payload();
            position = 0;
            ended = current.length == 0;
        }
        return position < current.length;
    }

    private void verify(EventMessage message) {
        @Nullable Object date = message.headers().get(DATE);
        if (!(date instanceof Instant time)
                || !(message.headers().get(SIGNATURE) instanceof byte[] given)
                || message.headers().size() != 2) {
            throw EventMessage.malformed("it is not signed");
        }
        String signature = HexFormat.of().formatHex(given);
        String signed = Sha256.hex(EventMessage.headerBytes(Map.of(DATE, time))) + "\n" + Sha256.hex(message.payload());
        AwsChunkedStream.Signing at = new AwsChunkedStream.Signing(
                request.key(), request.algorithm(), BASIC.format(time), request.scope(), request.signature());
        if (!at.verifies("-PAYLOAD", previous, signed, signature)) {
            throw AuthErrors.mismatch(AuthErrors.Dialect.AWS_JSON, null, null);
        }
        previous = signature;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
