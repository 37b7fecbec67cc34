package dev.virga.services.dynamodb;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Document paths arranged as the tree they describe, with something at each end. No path may be
/// the beginning of another, and no place may be both a list and a map.
///
/// @param <T> what stands at the end of a path
final class PathTree<T> {
    final Map<DocumentPath.Element, PathTree<T>> children = new LinkedHashMap<>();
    /// Set at the end of a path, where there are no children.
    @Nullable
    T end;

    private @Nullable DocumentPath path;

    /// @param error makes the error of the expression from a message
    void add(DocumentPath added, T value, Function<String, ? extends RuntimeException> error) {
        PathTree<T> node = this;
        for (DocumentPath.Element element : added.elements()) {
            if (node.path != null) {
                throw error.apply(overlap("overlap", node.path, added));
            }
            DocumentPath.Element sibling = node.children.isEmpty()
                    ? element
                    : node.children.keySet().iterator().next();
            if (sibling.getClass() != element.getClass()) {
                throw error.apply(overlap("conflict", node.anyPath(), added));
            }
            node = node.children.computeIfAbsent(element, e -> new PathTree<>());
        }
        if (node.path != null || !node.children.isEmpty()) {
            throw error.apply(overlap("overlap", node.anyPath(), added));
        }
        node.path = added;
        node.end = value;
    }

    private DocumentPath anyPath() {
        PathTree<T> node = this;
        while (node.path == null) {
            node = node.children.values().iterator().next();
        }
        return node.path;
    }

    private static String overlap(String verb, DocumentPath one, DocumentPath two) {
        return "Two document paths " + verb + " with each other; must remove or rewrite one of these paths; path one: "
                + one + ", path two: " + two;
    }
}
