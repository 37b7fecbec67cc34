package dev.virga.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Checks a value against the constraints of its model and says what is wrong in AWS's words:
///
///     2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: …; …
///
/// Only shapes that reach a constraint are walked.
public final class Validator {
    /// Violations that are reported; the walk ends there.
    static final int MAX_VIOLATIONS = 100;

    /// Characters of a value that are repeated in a message.
    static final int MAX_QUOTED = 1024;

    private record Strange(Member member, Object value, boolean refused) {}

    private final List<String> violations = new ArrayList<>(0);
    private final List<Strange> strange = new ArrayList<>(0);
    /// The way from the root to the value that is looked at: members, and keys and positions of
    /// elements. Put into words only when something is wrong.
    private Object[] steps = new Object[16];

    private int depth;

    private Validator() {}

    /// The violations, in the order of the model; empty when there is none.
    public static List<String> check(Shape structure, Struct value) {
        if (!structure.needsValidation()) {
            return List.of();
        }
        Validator validator = new Validator();
        validator.structure(structure, value);
        return validator.violations;
    }

    /// The message of a ValidationException with these violations.
    public static String message(List<String> violations) {
        return violations.size() + " validation error" + (violations.size() == 1 ? "" : "s") + " detected: "
                + String.join("; ", violations);
    }

    /// Does nothing when the input is valid.
    public static void require(Op<?, ?> op, Struct input) {
        require(op, input, NewValues.NONE);
    }

    /// Does nothing when the input is valid, but to tell of values that the model does not have.
    public static void require(Op<?, ?> op, Struct input, NewValues newValues) {
        if (!op.input().needsValidation()) {
            return;
        }
        Validator validator = new Validator();
        validator.structure(op.input(), input);
        for (Strange one : validator.strange) {
            Member member = one.member;
            String value = isSecret(member) ? "<secret>" : NewValues.shown(one.value);
            newValues.met(op, member.owner().name() + "." + member.name(), value, one.refused);
        }
        if (!validator.violations.isEmpty()) {
            throw new AwsException(code(op.model()), 400, message(validator.violations));
        }
    }

    /// Most services say ValidationException; some have a code of their own.
    private static String code(Model model) {
        return switch (model.signingName()) {
            case "logs" -> "InvalidParameterException";
            case "apigateway" -> "BadRequestException";
            case "s3" -> "InvalidArgument";
            default -> {
                boolean query = model.speaks(Protocol.AWS_QUERY) && !model.awsQueryCompatible();
                yield query || model.speaks(Protocol.REST_XML) ? "ValidationError" : "ValidationException";
            }
        };
    }

    private void enter(Object step) {
        if (depth == steps.length) {
            steps = Arrays.copyOf(steps, depth * 2);
        }
        steps[depth++] = step;
    }

    private void leave() {
        depth--;
    }

    private String path() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            text.append(i == 0 ? "" : ".");
            if (steps[i] instanceof Member member) {
                String name = member.name();
                text.append(name.substring(0, 1).toLowerCase(Locale.ROOT)).append(name, 1, name.length());
            } else {
                text.append(steps[i]).append(".member");
            }
        }
        return text.toString();
    }

    private static boolean needed(Member member) {
        return member.constrained() || member.target().needsValidation();
    }

    private void structure(Shape shape, Struct struct) {
        List<Member> members = shape.members();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            Object x = struct.at(i);
            if (x == null) {
                if (member.required()) {
                    enter(member);
                    violations.add(
                            "Value null at '" + path() + "' failed to satisfy constraint: Member must not be null");
                    leave();
                }
            } else if (needed(member)) {
                member(member, x);
            }
        }
    }

    private void member(Member member, Object value) {
        enter(member);
        if (Constraints.any(member) && !Constraints.met(member, value)) {
            for (String constraint : violated(member, value)) {
                violation(member, value, constraint);
            }
        }
        content(member.target(), value);
        leave();
    }

    /// What lies inside of a value.
    private void content(Shape shape, Object value) {
        if (violations.size() >= MAX_VIOLATIONS || !shape.needsValidation()) {
            return;
        }
        switch (shape.kind()) {
            case STRUCTURE -> structure(shape, (Struct) value);
            case UNION -> {
                if (value instanceof Variant variant) {
                    Member member = shape.members().get(variant.tag());
                    if (needed(member)) {
                        member(member, variant.value());
                    }
                }
            }
            case LIST -> list(shape, (List<?>) value);
            case MAP -> map(shape, (Map<?, ?>) value);
            default -> {}
        }
    }

    /// A list is to blame for elements that are wrong in themselves; what is wrong inside of an
    /// element is reported there.
    private void list(Shape shape, List<?> list) {
        Member element = shape.element();
        if (anyWrong(element, list)) {
            violation(element, list, "Member must satisfy constraint: " + Constraints.all(element));
        }
        if (!element.target().needsValidation()) {
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            Object x = list.get(i);
            if (x != null) {
                enter(i + 1);
                content(element.target(), x);
                leave();
            }
        }
    }

    private void map(Shape shape, Map<?, ?> map) {
        Member key = shape.mapKey();
        Member value = shape.mapValue();
        if (anyWrong(key, map.keySet())) {
            violation(key, map, "Map keys must satisfy constraint: " + Constraints.all(key));
        }
        if (anyWrong(value, map.values())) {
            violation(value, map, "Map value must satisfy constraint: " + Constraints.all(value));
        }
        if (!value.target().needsValidation()) {
            return;
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object x = entry.getValue();
            if (x != null) {
                enter(entry.getKey());
                content(value.target(), x);
                leave();
            }
        }
    }

    private boolean anyWrong(Member member, Collection<?> values) {
        boolean wrong = false;
        if (Constraints.any(member)) {
            for (Object value : values) {
                if (value != null && !Constraints.met(member, value)) {
                    wrong |= !violated(member, value).isEmpty();
                }
            }
        }
        return wrong;
    }

    /// The demands that are not met; none when all there is is a new value of an open enum.
    private List<String> violated(Member member, Object value) {
        List<String> violated = Constraints.violated(member, value);
        if (strange.size() < NewValues.MAX_VALUES && !Constraints.isKnown(member.target(), value)) {
            strange.add(new Strange(member, value, !violated.isEmpty()));
        }
        return violated;
    }

    private void violation(Member member, Object value, String constraint) {
        violations.add(
                "Value" + quoted(member, value) + " at '" + path() + "' failed to satisfy constraint: " + constraint);
    }

    private static boolean isSecret(Member member) {
        return member.sensitive()
                || member.target().sensitive()
                || member.owner().sensitive();
    }

    /// Empty for what must not be repeated in messages and logs.
    private static String quoted(Member member, Object value) {
        if (isSecret(member)) {
            return "";
        }
        String text = value instanceof byte[] bytes
                ? "java.nio.HeapByteBuffer[pos=0 lim=" + bytes.length + " cap=" + bytes.length + "]"
                : value.toString();
        return " '" + (text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "…") + "'";
    }
}
