package dev.virga.wire;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// The events of a member whose target is a streaming union, one after the other: none is kept.
///
/// An operation that answers with one puts it into its output; the HTTP edge then pulls event after
/// event on the request's own virtual thread, so that `next` may wait for as long as the stream may
/// be silent. An operation that receives one finds it in its input and pulls the client's events.
///
/// One thread reads. Whoever reads closes it, also when the other side has gone away.
///
/// @param <E> the union
public interface EventStream<E extends Variant> extends Closeable {
    /// The next event, or null at the end.
    ///
    /// @throws AwsException ends an answer with an exception event, or with an error event when the
    ///     model does not list it in the union
    @Nullable
    E next() throws IOException;

    /// Releases what the events come from. Does nothing the second time.
    @Override
    void close() throws IOException;

    /// Events that are there already.
    static <E extends Variant> EventStream<E> of(Iterable<? extends E> events) {
        Iterator<? extends E> each = events.iterator();
        return new EventStream<>() {
            @Override
            public @Nullable E next() {
                return each.hasNext() ? each.next() : null;
            }

            @Override
            public void close() {}
        };
    }
}
