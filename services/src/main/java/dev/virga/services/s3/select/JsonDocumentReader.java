package dev.virga.services.s3.select;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the records that a path finds in JSON values, without holding more than one: `[*]` makes a
/// record of every element, and a record is MISSING where the path leads nowhere. One thread.
final class JsonDocumentReader implements RecordReader {
    private static final Row NOTHING = new Row.Document(Values.Missing.MISSING);

    private final JsonScanner in;
    private final List<Step> from;
    private final Deque<Frame> open = new ArrayDeque<>();

    /// The step that the value at hand is looked at with; negative when none is at hand.
    private int step = -1;

    JsonDocumentReader(InputStream in, List<Step> from) {
        this.in = new JsonScanner(in, MAX_RECORD);
        this.from = from;
    }

    /// An object or a list that is not at its end.
    private static final class Frame {
        final int step;
        final boolean object;
        int seen;
        boolean found;

        Frame(int step, boolean object) {
            this.step = step;
            this.object = object;
        }

        char close() {
            return object ? '}' : ']';
        }
    }

    @Override
    public @Nullable Row next() throws IOException {
        Row row = null;
        while (row == null) {
            if (step >= 0) {
                row = look();
            } else if (open.isEmpty()) {
                if (in.token() < 0) {
                    return null;
                }
                step = 0;
            } else {
                row = advance(open.element());
            }
        }
        return row;
    }

    /// At a value.
    private @Nullable Row look() throws IOException {
        int here = step;
        step = -1;
        if (here == from.size()) {
            return JsonLineReader.document(in.take());
        }
        Step wanted = from.get(here);
        boolean object = wanted instanceof Step.Name;
        if (in.token() == (object ? '{' : '[')) {
            in.expect(object ? '{' : '[');
            open.push(new Frame(here, object));
            return null;
        }
        if (wanted instanceof Step.Each) {
            step = here + 1;
            return null;
        }
        in.skip();
        return NOTHING;
    }

    /// To the next element, or out of the list or object.
    private @Nullable Row advance(Frame frame) throws IOException {
        boolean more;
        if (frame.seen == 0) {
            more = in.token() != frame.close();
            if (!more) {
                in.expect(frame.close());
            }
        } else {
            more = in.comma(frame.close());
        }
        if (!more) {
            open.pop();
            return frame.found || from.get(frame.step) instanceof Step.Each ? null : NOTHING;
        }
        boolean wanted = !frame.found;
        switch (from.get(frame.step)) {
            case Step.Name name -> {
                String member = in.name();
                in.expect(':');
                wanted &= name.matches(member);
                frame.found |= wanted;
            }
            case Step.Index(int index) -> {
                wanted &= frame.seen == index;
                frame.found |= wanted;
            }
            case Step.Each each -> {
                // Every one is wanted.
            }
        }
        frame.seen = Math.min(frame.seen, Integer.MAX_VALUE - 1) + 1;
        if (wanted) {
            step = frame.step + 1;
        } else {
            in.skip();
        }
        return null;
    }
}
