package dev.virga.wire;

import java.util.ArrayList;
import java.util.List;

/// Members of a request that the model does not have: a newer client, or a typing error. They are
/// skipped as the real services skip them, but never without a trace. One thread.
final class UnknownMembers {
    /// Names that are kept; the rest is only counted.
    static final int MAX_NAMES = 8;

    private int count;
    private final List<String> names = new ArrayList<>(0);

    void add(Shape owner, String name) {
        count++;
        if (names.size() < MAX_NAMES) {
            names.add(owner.name() + "." + (name.length() <= 100 ? name : name.substring(0, 100)));
        }
    }

    /// Whether further ones are only counted.
    boolean isFull() {
        return names.size() == MAX_NAMES;
    }

    int count() {
        return count;
    }

    List<String> names() {
        return names;
    }
}
