package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// UpdateExpression: reads and checks it. What it does to an item is in [Update].
final class UpdateExpression {
    private final ExpressionParser parser;
    private final ExpressionAttributes attributes;
    private final List<Written> written = new ArrayList<>();

    /// A clause as written.
    ///
    /// @param value null for REMOVE
    private record Written(
            String section, Syntax.Path path, @Nullable Syntax value) {}

    private UpdateExpression(ExpressionParser parser, ExpressionAttributes attributes) {
        this.parser = parser;
        this.attributes = attributes;
    }

    static Update parse(String source, ExpressionAttributes attributes) {
        UpdateExpression expression =
                new UpdateExpression(new ExpressionParser("UpdateExpression", source), attributes);
        Set<String> sections = new HashSet<>();
        String repeated = null;
        do {
            String section = expression.section();
            if (!sections.add(section) && repeated == null) {
                repeated = section;
            }
        } while (expression.parser.peek().kind() != Token.Kind.END);
        expression.checkNames();
        if (repeated != null) {
            throw expression.parser.error(
                    "The \"" + repeated + "\" section can only be used once in an update expression;");
        }
        return expression.resolve();
    }

    private String section() {
        Token token = parser.take();
        String section = token.kind() == Token.Kind.WORD ? token.text().toUpperCase(Locale.ROOT) : "";
        do {
            Syntax.Path path =
                    switch (section) {
                        case "SET", "REMOVE", "ADD", "DELETE" -> parser.path();
                        default -> throw parser.syntaxError(token);
                    };
            parser.countOperator();
            Syntax value = null;
            if (section.equals("SET")) {
                parser.expect("=");
                value = setValue();
            } else if (!section.equals("REMOVE")) {
                Token operand = parser.peek();
                value = parser.functionValueOrPath();
                if (!(value instanceof Syntax.Value)) {
                    throw parser.syntaxError(operand);
                }
            }
            written.add(new Written(section, path, value));
        } while (parser.takeIf(","));
        return section;
    }

    private Syntax setValue() {
        Syntax left = parser.operand();
        Token token = parser.peek();
        if (!token.is("+") && !token.is("-")) {
            return left;
        }
        parser.take();
        parser.countOperator();
        return new Syntax.Arithmetic(token.text(), left, parser.operand());
    }

    private void checkNames() {
        for (Written w : written) {
            PathNames.checkReserved(parser, w.path);
            if (w.value != null) {
                PathNames.checkReserved(parser, w.value);
            }
        }
        for (Written w : written) {
            if (w.value != null) {
                checkFunctionNames(w.value);
            }
        }
    }

    private void checkFunctionNames(Syntax syntax) {
        if (syntax instanceof Syntax.Call call
                && !call.function().equals("if_not_exists")
                && !call.function().equals("list_append")) {
            throw parser.error("Invalid function name; function: " + call.function());
        }
        PathNames.children(syntax).forEach(this::checkFunctionNames);
    }

    private Update resolve() {
        List<Update.Action> actions = new ArrayList<>();
        for (Written w : written) {
            DocumentPath path = PathNames.resolve(parser, w.path, attributes);
            actions.add(new Update.Action(path, change(w)));
        }
        return new Update(actions, parser::error);
    }

    private Update.Change change(Written w) {
        Syntax value = w.value;
        if (value == null) {
            return new Update.Remove();
        }
        if (w.section.equals("SET")) {
            return new Update.Assign(operand(value));
        }
        AttributeValue constant = PathNames.resolve(parser, (Syntax.Value) value, attributes);
        checkSectionOperand(w.section, constant);
        return w.section.equals("ADD") ? new Update.Add(constant) : new Update.Delete(constant);
    }

    private void checkSectionOperand(String section, AttributeValue value) {
        String type =
                switch (value) {
                    case AttributeValue.N n -> section.equals("ADD") ? "" : "NUMBER";
                    case AttributeValue.SS s -> "";
                    case AttributeValue.NS s -> "";
                    case AttributeValue.BS s -> "";
                    case AttributeValue.S s -> "STRING";
                    case AttributeValue.B b -> "BINARY";
                    case AttributeValue.NULL n -> "NULL";
                    case AttributeValue.BOOL b -> "BOOLEAN";
                    case AttributeValue.L l -> "LIST";
                    case AttributeValue.M m -> "MAP";
                };
        if (!type.isEmpty()) {
            throw parser.error("Incorrect operand type for operator or function; operator: " + section
                    + ", operand type: " + type);
        }
    }

    private Update.Operand operand(Syntax syntax) {
        return switch (syntax) {
            case Syntax.Path path -> new Update.Path(PathNames.resolve(parser, path, attributes));
            case Syntax.Value value -> new Update.Constant(PathNames.resolve(parser, value, attributes));
            case Syntax.Arithmetic a -> {
                Update.Operand left = operand(a.left());
                Update.Operand right = operand(a.right());
                checkConstantType(a.operator(), "N", left);
                checkConstantType(a.operator(), "N", right);
                yield new Update.Arithmetic(a.operator().equals("+"), left, right);
            }
            case Syntax.Call call -> function(call);
            default -> throw new IllegalStateException(syntax.toString());
        };
    }

    private Update.Operand function(Syntax.Call call) {
        List<Update.Operand> arguments =
                call.arguments().stream().map(this::operand).toList();
        if (arguments.size() != 2) {
            throw parser.error("Incorrect number of operands for operator or function; operator or function: "
                    + call.function() + ", number of operands: " + arguments.size());
        }
        Update.Operand first = arguments.getFirst();
        if (call.function().equals("list_append")) {
            checkConstantType("list_append", "L", first);
            checkConstantType("list_append", "L", arguments.get(1));
            return new Update.ListAppend(first, arguments.get(1));
        }
        if (!(first instanceof Update.Path path)) {
            throw parser.error(
                    "Operator or function requires a document path; operator or function: " + call.function());
        }
        return new Update.IfNotExists(path.path(), arguments.get(1));
    }

    private void checkConstantType(String function, String expected, Update.Operand operand) {
        if (operand instanceof Update.Constant constant
                && !AttributeValues.type(constant.value()).equals(expected)) {
            throw parser.error("Incorrect operand type for operator or function; operator or function: " + function
                    + ", operand type: " + AttributeValues.type(constant.value()));
        }
    }
}
