package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.wire.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// ConditionExpression and FilterExpression: checks what was read, in DynamoDB's order of errors,
/// and looks up names and values.
final class ConditionExpression {
    private static final Set<String> TYPES = Set.of("S", "N", "B", "NULL", "SS", "BOOL", "L", "BS", "NS", "M");
    private static final Set<String> NO_SIZE = Set.of("N", "BOOL", "NULL");

    private final ExpressionParser parser;
    private final ExpressionAttributes attributes;

    private ConditionExpression(ExpressionParser parser, ExpressionAttributes attributes) {
        this.parser = parser;
        this.attributes = attributes;
    }

    /// @param label `ConditionExpression`, `FilterExpression` or `KeyConditionExpression`
    static Condition parse(String label, String source, ExpressionAttributes attributes) {
        ExpressionParser parser = new ExpressionParser(label, source);
        Syntax syntax = parser.condition();
        if (parser.hasRedundantParentheses()) {
            throw parser.error("The expression has redundant parentheses;");
        }
        ConditionExpression expression = new ConditionExpression(parser, attributes);
        expression.checkFunctionNames(syntax);
        expression.checkFunctionPlaces(syntax, true);
        PathNames.checkReserved(parser, syntax);
        return expression.condition(syntax);
    }

    private void checkFunctionNames(Syntax syntax) {
        if (syntax instanceof Syntax.Call call && arity(call.function()) < 0) {
            throw parser.error("Invalid function name; function: " + call.function());
        }
        PathNames.children(syntax).forEach(this::checkFunctionNames);
    }

    private static int arity(String function) {
        return switch (function) {
            case "attribute_exists", "attribute_not_exists", "size" -> 1;
            case "attribute_type", "begins_with", "contains" -> 2;
            default -> -1;
        };
    }

    /// `size` stands for a value, every other function for a condition.
    private void checkFunctionPlaces(Syntax syntax, boolean condition) {
        if (syntax instanceof Syntax.Call call && call.function().equals("size") == condition) {
            throw parser.error(
                    "The function is not allowed to be used this way in an expression; function: " + call.function());
        }
        boolean inside = syntax instanceof Syntax.And || syntax instanceof Syntax.Or || syntax instanceof Syntax.Not;
        PathNames.children(syntax).forEach(child -> checkFunctionPlaces(child, inside));
    }

    private Condition condition(Syntax syntax) {
        return switch (syntax) {
            case Syntax.And and -> new Condition.And(condition(and.left()), condition(and.right()));
            case Syntax.Or or -> new Condition.Or(condition(or.left()), condition(or.right()));
            case Syntax.Not not -> new Condition.Not(condition(not.condition()));
            case Syntax.Comparison c -> comparison(c);
            case Syntax.Between b -> between(b);
            case Syntax.In in -> {
                Condition.Operand operand = operand(in.operand());
                yield new Condition.In(operand, operands(in.candidates()));
            }
            case Syntax.Call call -> function(call);
            case Syntax.Path p -> throw new IllegalStateException(p.toString());
            case Syntax.Value v -> throw new IllegalStateException(v.toString());
            case Syntax.Arithmetic a -> throw new IllegalStateException(a.toString());
        };
    }

    private Condition comparison(Syntax.Comparison c) {
        Condition.Operand left = operand(c.left());
        Condition.Operand right = operand(c.right());
        checkDistinct(c.operator(), left, right);
        if (!c.operator().equals("=") && !c.operator().equals("<>")) {
            checkOrdered(c.operator(), left);
            checkOrdered(c.operator(), right);
        }
        return new Condition.Comparison(c.operator(), left, right);
    }

    private void checkOrdered(String operator, Condition.Operand operand) {
        if (operand instanceof Condition.Constant constant
                && !AttributeValues.comparable(constant.value(), constant.value())) {
            throw parser.error("Incorrect operand type for operator or function; operator: " + operator
                    + ", operand type: " + AttributeValues.type(constant.value()));
        }
    }

    private void checkDistinct(String operator, Condition.Operand first, Condition.Operand second) {
        if (first instanceof Condition.Path path && first.equals(second)) {
            throw parser.error("The first operand must be distinct from the remaining operands for this operator or"
                    + " function; operator: " + operator + ", first operand: " + path.path());
        }
    }

    private Condition between(Syntax.Between b) {
        Condition.Operand operand = operand(b.operand());
        Condition.Operand low = operand(b.low());
        Condition.Operand high = operand(b.high());
        for (Condition.Operand o : List.of(operand, low, high)) {
            checkOrdered("BETWEEN", o);
        }
        if (low instanceof Condition.Constant l && high instanceof Condition.Constant h) {
            String bounds = "lower bound operand: AttributeValue: " + describe(l.value())
                    + ", upper bound operand: AttributeValue: " + describe(h.value());
            if (!AttributeValues.comparable(l.value(), h.value())) {
                throw parser.error(
                        "The BETWEEN operator requires same data type for lower and upper bounds; " + bounds);
            }
            if (AttributeValues.compare(l.value(), h.value()) > 0) {
                throw parser.error("The BETWEEN operator requires upper bound to be greater than or equal to lower"
                        + " bound; " + bounds);
            }
        }
        return new Condition.Between(operand, low, high);
    }

    private static String describe(AttributeValue value) {
        Object plain = value instanceof AttributeValue.B b
                ? java.util.Base64.getEncoder().encodeToString(b.value())
                : value.value();
        return "{" + AttributeValues.type(value) + ":" + plain + "}";
    }

    private List<Condition.Operand> operands(List<Syntax> list) {
        List<Condition.Operand> operands = new ArrayList<>(list.size());
        for (Syntax syntax : list) {
            operands.add(operand(syntax));
        }
        return operands;
    }

    private Condition.Operand operand(Syntax syntax) {
        return switch (syntax) {
            case Syntax.Path path -> new Condition.Path(PathNames.resolve(parser, path, attributes));
            case Syntax.Value value -> new Condition.Constant(PathNames.resolve(parser, value, attributes));
            case Syntax.Call call -> size(call);
            default -> throw new IllegalStateException(syntax.toString());
        };
    }

    private Condition.Operand size(Syntax.Call call) {
        List<Condition.Operand> arguments = arguments(call);
        String type = constantType(arguments.getFirst());
        if (type != null && NO_SIZE.contains(type)) {
            throw wrongType("size", type);
        }
        return new Condition.Size(arguments.getFirst());
    }

    private List<Condition.Operand> arguments(Syntax.Call call) {
        List<Condition.Operand> arguments = operands(call.arguments());
        if (arguments.size() != arity(call.function())) {
            throw parser.error("Incorrect number of operands for operator or function; operator or function: "
                    + call.function() + ", number of operands: " + arguments.size());
        }
        if (arguments.size() == 2) {
            checkDistinct(call.function(), arguments.get(0), arguments.get(1));
        }
        return arguments;
    }

    private Condition function(Syntax.Call call) {
        List<Condition.Operand> arguments = arguments(call);
        Condition.Operand first = arguments.getFirst();
        return switch (call.function()) {
            case "attribute_exists" -> new Condition.AttributeExists(requirePath(call, first));
            case "attribute_not_exists" -> new Condition.AttributeNotExists(requirePath(call, first));
            case "attribute_type" -> attributeType(requirePath(call, first), arguments.get(1));
            case "begins_with" -> {
                for (Condition.Operand argument : arguments) {
                    String type = constantType(argument);
                    if (type != null && !type.equals("S") && !type.equals("B")) {
                        throw wrongType("begins_with", type);
                    }
                }
                yield new Condition.BeginsWith(first, arguments.get(1));
            }
            case "contains" -> new Condition.Contains(first, arguments.get(1));
            default -> throw new IllegalStateException(call.function());
        };
    }

    private Condition attributeType(Condition.Operand path, Condition.Operand type) {
        String typeOfType = constantType(type);
        if (!(type instanceof Condition.Constant constant) || !(constant.value() instanceof AttributeValue.S name)) {
            throw wrongType("attribute_type", typeOfType == null ? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}" : typeOfType);
        }
        if (!TYPES.contains(name.value())) {
            throw parser.error("Invalid attribute type name found; type: " + name.value()
                    + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
        }
        return new Condition.AttributeType(path, name.value());
    }

    private Condition.Operand requirePath(Syntax.Call call, Condition.Operand operand) {
        if (!(operand instanceof Condition.Path)) {
            throw parser.error(
                    "Operator or function requires a document path; operator or function: " + call.function());
        }
        return operand;
    }

    private static @Nullable String constantType(Condition.Operand operand) {
        return switch (operand) {
            case Condition.Constant c -> AttributeValues.type(c.value());
            case Condition.Size s -> "N";
            case Condition.Path p -> null;
        };
    }

    private AwsException wrongType(String function, String type) {
        return parser.error("Incorrect operand type for operator or function; operator or function: " + function
                + ", operand type: " + type);
    }
}
