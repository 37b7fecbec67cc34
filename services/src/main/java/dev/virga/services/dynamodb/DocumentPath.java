package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A way into an item, e.g. `address.lines[2]`: a top-level attribute, then map entries and list
/// positions.
record DocumentPath(List<Element> elements) {
    sealed interface Element {}

    record Attribute(String name) implements Element {
        @Override
        public String toString() {
            return name;
        }
    }

    record Position(int index) implements Element {
        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }

    /// The top-level attribute.
    String head() {
        return ((Attribute) elements.getFirst()).name();
    }

    boolean isNested() {
        return elements.size() > 1;
    }

    /// Null when the item has nothing there.
    @Nullable
    AttributeValue in(Map<String, AttributeValue> item) {
        AttributeValue value = item.get(head());
        for (int i = 1; i < elements.size() && value != null; i++) {
            value = step(value, elements.get(i));
        }
        return value;
    }

    private static @Nullable AttributeValue step(AttributeValue value, Element element) {
        return switch (element) {
            case Attribute a ->
                value instanceof AttributeValue.M map ? map.value().get(a.name()) : null;
            case Position p ->
                value instanceof AttributeValue.L list
                                && p.index() < list.value().size()
                        ? list.value().get(p.index())
                        : null;
        };
    }

    /// As errors print it: `[address, lines, [2]]`.
    @Override
    public String toString() {
        return elements.toString();
    }
}
