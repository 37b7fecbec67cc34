package dev.virga.wire;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// The body of an answer that is an event stream: encodes an event when the last one was read, so
/// that one is in memory at a time. A failure becomes the last event. One thread.
final class EventStreamBody extends InputStream {
    private static final System.Logger LOG = System.getLogger(EventStreamBody.class.getName());

    private final EventCodec codec;
    private final EventStream<?> events;
    private byte[] current;
    private int position;
    private boolean ended;

    /// @param first sent before the events, or null
    EventStreamBody(EventCodec codec, EventStream<?> events, @Nullable EventMessage first) {
        this.codec = codec;
        this.events = events;
        current = first == null ? new byte[0] : first.bytes();
    }

    @Override
    public int read() throws IOException {
        return fill() ? current[position++] & 0xff : -1;
    }

    /// Answers what there is of one message: readers pass it on before they ask for more.
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

    @Override
    public int available() {
        return current.length - position;
    }

    /// False at the end.
    private boolean fill() throws IOException {
        if (position < current.length) {
            return true;
        }
        if (ended) {
            return false;
        }
        EventMessage message = next();
        current = message == null ? new byte[0] : message.bytes();
        position = 0;
        return message != null;
    }

    private @Nullable EventMessage next() throws IOException {
        try {
            Variant event = events.next();
            if (event != null) {
                return codec.encode(event);
            }
            close();
            return null;
        } catch (AwsException e) {
            close();
            return codec.encode(e);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "an event stream failed", e);
            close();
            return codec.encode(new AwsException("InternalFailure", 500, "An internal error occurred."));
        }
    }

    @Override
    public void close() throws IOException {
        ended = true;
        events.close();
    }
}
