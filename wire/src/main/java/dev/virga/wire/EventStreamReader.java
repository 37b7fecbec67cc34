package dev.virga.wire;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// The events that a client sends, decoded one by one as they arrive. One thread.
final class EventStreamReader implements EventStream<Variant> {
    /// Events of newer models that are left out, one after the other.
    static final int MAX_UNKNOWN = 1000;

    private final EventCodec codec;
    private final InputStream in;
    private final UnknownMembers unknown = new UnknownMembers();

    EventStreamReader(EventCodec codec, InputStream in) {
        this.codec = codec;
        this.in = in;
    }

    /// The rest of the input of an RPC operation: the first message, before any event.
    Struct initial(Shape shape, UnknownMembers strange) throws IOException {
        EventMessage message = EventMessage.read(in);
        if (message == null || !codec.is(message, EventCodec.INITIAL_REQUEST)) {
            throw EventMessage.malformed("the first one has to be " + EventCodec.INITIAL_REQUEST);
        }
        byte[] payload = message.payload();
        return payload.length == 0 ? shape.make(Defaults.none(shape)) : (Struct) codec.read(shape, payload, strange);
    }

    @Override
    public @Nullable Variant next() throws IOException {
        for (EventMessage message = EventMessage.read(in); message != null; message = EventMessage.read(in)) {
            Variant event = codec.decode(message, unknown);
            if (event != null) {
                return event;
            }
            if (unknown.count() > MAX_UNKNOWN) {
                throw EventMessage.malformed("too many of unknown types");
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
