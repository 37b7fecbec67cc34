package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which parts of an item are wanted: ProjectionExpression, AttributesToGet, and the changed parts
/// that `UPDATED_OLD` and `UPDATED_NEW` return.
final class ProjectionExpression {
    private final List<DocumentPath> paths;
    private final PathTree<DocumentPath> tree;

    private ProjectionExpression(List<DocumentPath> paths, PathTree<DocumentPath> tree) {
        this.paths = paths;
        this.tree = tree;
    }

    static ProjectionExpression parse(String source, ExpressionAttributes attributes) {
        ExpressionParser parser = new ExpressionParser("ProjectionExpression", source);
        List<Syntax.Path> written = new ArrayList<>();
        do {
            written.add(parser.path());
        } while (parser.takeIf(","));
        parser.expectEnd();
        written.forEach(path -> PathNames.checkReserved(parser, path));
        List<DocumentPath> paths = new ArrayList<>();
        PathTree<DocumentPath> tree = new PathTree<>();
        for (Syntax.Path path : written) {
            DocumentPath resolved = PathNames.resolve(parser, path, attributes);
            tree.add(resolved, resolved, parser::error);
            paths.add(resolved);
        }
        return new ProjectionExpression(paths, tree);
    }

    /// What a request without other expressions asks for: null for everything.
    ///
    /// @param source ProjectionExpression, or null
    /// @param names AttributesToGet, or null
    static @Nullable ProjectionExpression of(
            @Nullable String source, @Nullable List<String> names, ExpressionAttributes attributes) {
        if (source != null) {
            ProjectionExpression projection = parse(source, attributes);
            attributes.checkAllUsed();
            return projection;
        }
        return names == null ? null : ofAttributes(names);
    }

    /// AttributesToGet
    static ProjectionExpression ofAttributes(List<String> names) {
        List<DocumentPath> paths = new ArrayList<>();
        for (String name : names) {
            DocumentPath path = new DocumentPath(List.of(new DocumentPath.Attribute(name)));
            if (paths.contains(path)) {
                throw DynamodbErrors.invalid("Duplicate value in attribute name: " + name);
            }
            paths.add(path);
        }
        return of(paths);
    }

    /// Of paths that do not overlap.
    static ProjectionExpression of(List<DocumentPath> paths) {
        PathTree<DocumentPath> tree = new PathTree<>();
        for (DocumentPath path : paths) {
            tree.add(path, path, IllegalStateException::new);
        }
        return new ProjectionExpression(paths, tree);
    }

    List<DocumentPath> paths() {
        return paths;
    }

    /// The top-level attributes that it needs.
    List<String> heads() {
        return paths.stream().map(DocumentPath::head).distinct().toList();
    }

    /// What the item has of the wanted parts.
    Map<String, AttributeValue> project(Map<String, AttributeValue> item) {
        return projectMap(tree, item);
    }

    private static Map<String, AttributeValue> projectMap(
            PathTree<DocumentPath> tree, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> projected = new LinkedHashMap<>();
        tree.children.forEach((element, child) -> {
            String name = ((DocumentPath.Attribute) element).name();
            AttributeValue part = projectValue(child, values.get(name));
            if (part != null) {
                projected.put(name, part);
            }
        });
        return projected;
    }

    private static @Nullable AttributeValue projectValue(PathTree<DocumentPath> tree, @Nullable AttributeValue value) {
        if (value == null || tree.end != null) {
            return value;
        }
        boolean list = tree.children.keySet().iterator().next() instanceof DocumentPath.Position;
        if (list && value instanceof AttributeValue.L l) {
            List<AttributeValue> projected = projectList(tree, l.value());
            return projected.isEmpty() ? null : new AttributeValue.L(projected);
        }
        if (!list && value instanceof AttributeValue.M m) {
            Map<String, AttributeValue> projected = projectMap(tree, m.value());
            return projected.isEmpty() ? null : new AttributeValue.M(projected);
        }
        return null;
    }

    private static List<AttributeValue> projectList(PathTree<DocumentPath> tree, List<AttributeValue> values) {
        Map<Integer, AttributeValue> byPosition = new TreeMap<>();
        tree.children.forEach((element, child) -> {
            int index = ((DocumentPath.Position) element).index();
            AttributeValue part = index < values.size() ? projectValue(child, values.get(index)) : null;
            if (part != null) {
                byPosition.put(index, part);
            }
        });
        return List.copyOf(byPosition.values());
    }
}
