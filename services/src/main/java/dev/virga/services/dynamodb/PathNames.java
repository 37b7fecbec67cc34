package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import java.util.ArrayList;
import java.util.List;

/// Looks up what names and placeholders in expressions stand for.
final class PathNames {
    private PathNames() {}

    static List<Syntax> children(Syntax syntax) {
        return switch (syntax) {
            case Syntax.Path p -> List.of();
            case Syntax.Value v -> List.of();
            case Syntax.Call call -> call.arguments();
            case Syntax.Comparison c -> List.of(c.left(), c.right());
            case Syntax.Between b -> List.of(b.operand(), b.low(), b.high());
            case Syntax.In in -> {
                List<Syntax> all = new ArrayList<>();
                all.add(in.operand());
                all.addAll(in.candidates());
                yield all;
            }
            case Syntax.And and -> List.of(and.left(), and.right());
            case Syntax.Or or -> List.of(or.left(), or.right());
            case Syntax.Not not -> List.of(not.condition());
            case Syntax.Arithmetic a -> List.of(a.left(), a.right());
        };
    }

    /// Refuses attribute names that are reserved words, anywhere in the expression.
    static void checkReserved(ExpressionParser parser, Syntax syntax) {
        if (syntax instanceof Syntax.Path path) {
            for (Syntax.Element element : path.elements()) {
                if (element instanceof Syntax.Name name && ReservedWords.contains(name.text())) {
                    throw parser.error("Attribute name is a reserved keyword; reserved keyword: " + name.text());
                }
            }
        }
        children(syntax).forEach(child -> checkReserved(parser, child));
    }

    static DocumentPath resolve(ExpressionParser parser, Syntax.Path path, ExpressionAttributes attributes) {
        List<DocumentPath.Element> elements = new ArrayList<>(path.elements().size());
        for (Syntax.Element element : path.elements()) {
            elements.add(
                    switch (element) {
                        case Syntax.Index index -> new DocumentPath.Position(index.position());
                        case Syntax.Name name -> new DocumentPath.Attribute(resolve(parser, name.text(), attributes));
                    });
        }
        if (elements.size() > ItemSize.MAX_NESTING) {
            throw parser.error("The document path has too many nesting elements; nesting levels: " + elements.size());
        }
        return new DocumentPath(elements);
    }

    private static String resolve(ExpressionParser parser, String name, ExpressionAttributes attributes) {
        if (name.charAt(0) != '#') {
            return name;
        }
        String resolved = attributes.name(name);
        if (resolved == null) {
            throw parser.error(
                    "An expression attribute name used in the document path is not defined; attribute name: " + name);
        }
        return resolved;
    }

    static AttributeValue resolve(ExpressionParser parser, Syntax.Value value, ExpressionAttributes attributes) {
        AttributeValue resolved = attributes.value(value.placeholder());
        if (resolved == null) {
            throw parser.error("An expression attribute value used in expression is not defined; attribute value: "
                    + value.placeholder());
        }
        return resolved;
    }
}
