package dev.virga.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// HTTP header fields in the order they were added; names compare without case.
///
/// Not safe for use by several threads at once.
public final class Headers {
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    /// Adds a field and keeps those of the same name.
    public Headers add(String name, String value) {
        names.add(name);
        values.add(value);
        return this;
    }

    /// Replaces every field of this name by one.
    public Headers set(String name, String value) {
        remove(name);
        return add(name, value);
    }

    public void remove(String name) {
        for (int i = names.size() - 1; i >= 0; i--) {
            if (names.get(i).equalsIgnoreCase(name)) {
                names.remove(i);
                values.remove(i);
            }
        }
    }

    /// The first value of this name, or null.
    public @Nullable String get(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return values.get(i);
            }
        }
        return null;
    }

    public String get(String name, String otherwise) {
        String value = get(name);
        return value == null ? otherwise : value;
    }

    /// All values of this name in order; empty when there is none.
    public List<String> all(String name) {
        List<String> found = new ArrayList<>(1);
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                found.add(values.get(i));
            }
        }
        return found;
    }

    public boolean has(String name) {
        return get(name) != null;
    }

    public int size() {
        return names.size();
    }

    /// Name of the field at this position, as it was added.
    public String name(int index) {
        return names.get(index);
    }

    /// Value of the field at this position.
    public String value(int index) {
        return values.get(index);
    }

    /// Every field in order, with the name as it was added.
    public void forEach(BiConsumer<String, String> field) {
        for (int i = 0; i < names.size(); i++) {
            field.accept(names.get(i), values.get(i));
        }
    }

    /// Every field in order, with the name in lower case.
    public void forEachLowerCase(BiConsumer<String, String> field) {
        for (int i = 0; i < names.size(); i++) {
            field.accept(names.get(i).toLowerCase(Locale.ROOT), values.get(i));
        }
    }

    @Override
    public String toString() {
        return names.toString();
    }
}
