package dev.virga.services.s3.select;

import dev.virga.wire.Json;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The values of a query: null for NULL, [Missing], Boolean, Long, BigDecimal, String, [Text],
/// [Timestamp], List and Map.
final class Values {
    /// Characters of one value.
    static final int MAX_LENGTH = 1 << 20;

    private static final int MAX_SCALE = Json.MAX_NUMBER_SCALE;
    private static final MathContext PRECISION = MathContext.DECIMAL128;

    /// What is not there, which is not the same as NULL.
    enum Missing {
        MISSING
    }

    /// A field of a file that has no types: a number where a number is needed.
    record Text(String text) {}

    private Values() {}

    static boolean absent(@Nullable Object value) {
        return value == null || value == Missing.MISSING;
    }

    /// Null when it is no text.
    static @Nullable String string(@Nullable Object value) {
        return switch (value) {
            case String s -> s;
            case Text(String text) -> text;
            case null, default -> null;
        };
    }

    /// Null when it is no number.
    static @Nullable Number number(@Nullable Object value) {
        return switch (value) {
            case Long l -> l;
            case BigDecimal d -> d;
            case Text(String text) -> parse(text.strip());
            case null, default -> null;
        };
    }

    /// Null when it is no number that is taken.
    static @Nullable Number parse(String text) {
        if (text.isEmpty() || text.length() > Json.MAX_NUMBER_LENGTH || !looksNumeric(text)) {
            return null;
        }
        try {
            if (text.length() <= 18 && text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0) {
                return Long.parseLong(text);
            }
            BigDecimal value = new BigDecimal(text);
            if (Math.abs((long) value.scale()) > MAX_SCALE) {
                return null;
            }
            boolean whole = value.scale() == 0 && text.indexOf('.') < 0;
            return whole && value.unscaledValue().bitLength() < Long.SIZE ? (Number) value.longValueExact() : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /// Spares the exception for words.
    private static boolean looksNumeric(String text) {
        char c = text.charAt(0);
        return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
    }

    /// Null when it is neither true nor false.
    static @Nullable Boolean bool(@Nullable Object value) {
        return switch (value) {
            case Boolean b -> b;
            case Text(String text) ->
                text.equalsIgnoreCase("true") ? Boolean.TRUE : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
            case null, default -> null;
        };
    }

    static BigDecimal decimal(Number number) {
        return number instanceof BigDecimal d ? d : BigDecimal.valueOf(number.longValue());
    }

    static Number calculate(char operator, Number left, Number right) {
        if ((operator == '/' || operator == '%') && decimal(right).signum() == 0) {
            throw SelectErrors.divisionByZero();
        }
        try {
            if (left instanceof Long a && right instanceof Long b) {
                return switch (operator) {
                    case '+' -> Math.addExact(a, b);
                    case '-' -> Math.subtractExact(a, b);
                    case '*' -> Math.multiplyExact(a, b);
                    case '/' -> Math.divideExact(a, b);
                    default -> a % b;
                };
            }
            BigDecimal a = decimal(left);
            BigDecimal b = decimal(right);
            return bounded(
                    switch (operator) {
                        case '+' -> a.add(b, PRECISION);
                        case '-' -> a.subtract(b, PRECISION);
                        case '*' -> a.multiply(b, PRECISION);
                        case '/' -> a.divide(b, PRECISION);
                        default -> a.remainder(b);
                    });
        } catch (ArithmeticException e) {
            throw SelectErrors.overflow();
        }
    }

    static BigDecimal bounded(BigDecimal value) {
        if (Math.abs((long) value.scale()) > MAX_SCALE || value.precision() > Json.MAX_NUMBER_LENGTH) {
            throw SelectErrors.overflow();
        }
        return value;
    }

    /// Three-valued: null when one of them is absent, or when they cannot be ordered.
    static @Nullable Boolean compare(@Nullable Object left, String operator, @Nullable Object right) {
        if (absent(left) || absent(right)) {
            return null;
        }
        Integer order = order(left, right);
        if (order == null) {
            return switch (operator) {
                case "=" -> Objects.equals(left, right);
                case "<>" -> !Objects.equals(left, right);
                default -> null;
            };
        }
        return switch (operator) {
            case "=" -> order == 0;
            case "<>" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    /// Null when they are of different kinds.
    static @Nullable Integer order(@Nullable Object left, @Nullable Object right) {
        String a = string(left);
        String b = string(right);
        if (a != null && b != null) {
            return a.compareTo(b);
        }
        if (left instanceof Timestamp one && right instanceof Timestamp other) {
            return one.time().toInstant().compareTo(other.time().toInstant());
        }
        Number x = number(left);
        Number y = number(right);
        if (x instanceof Long l && y instanceof Long m) {
            return Long.compare(l, m);
        }
        if (x != null && y != null) {
            return decimal(x).compareTo(decimal(y));
        }
        Boolean p = bool(left);
        Boolean q = bool(right);
        return p != null && q != null ? p.compareTo(q) : null;
    }

    /// How a value is written among others in a line; empty when it is absent.
    static String write(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Missing missing -> "";
            case Text(String text) -> text;
            case String s -> s;
            case BigDecimal d -> plain(d);
            case List<?> list -> Json.write(json(list));
            case Map<?, ?> map -> Json.write(json(map));
            default -> value.toString();
        };
    }

    private static String plain(BigDecimal value) {
        return Math.abs(value.scale()) <= 40 ? value.toPlainString() : value.toString();
    }

    /// The value as JSON has it.
    static @Nullable Object json(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Missing missing -> null;
            case Text(String text) -> text;
            case Timestamp timestamp -> timestamp.toString();
            case BigDecimal d -> Math.abs(d.scale()) <= 40 ? new BigDecimal(d.toPlainString()) : d;
            case List<?> list
            when list.stream().anyMatch(Values::needsJson) ->
                list.stream().map(Values::json).toList();
            case Map<?, ?> map
            when map.values().stream().anyMatch(Values::needsJson) -> {
                Map<Object, @Nullable Object> members = new LinkedHashMap<>();
                map.forEach((name, member) -> members.put(name, json(member)));
                yield members;
            }
            default -> value;
        };
    }

    private static boolean needsJson(@Nullable Object value) {
        return switch (value) {
            case Text text -> true;
            case Timestamp timestamp -> true;
            case Missing missing -> true;
            case List<?> list -> list.stream().anyMatch(Values::needsJson);
            case Map<?, ?> map -> map.values().stream().anyMatch(Values::needsJson);
            case null, default -> false;
        };
    }

    /// How many characters a value has at least when it is written, or more than most: it is not
    /// looked at any further then.
    static long leastLength(@Nullable Object value, long most) {
        long length = 1;
        switch (value) {
            case String text -> length += text.length();
            case Text(String text) -> length += text.length();
            case List<?> list -> {
                for (Object item : list) {
                    if (length > most) {
                        break;
                    }
                    length += leastLength(item, most - length);
                }
            }
            case Map<?, ?> map -> {
                for (Map.Entry<?, ?> member : map.entrySet()) {
                    if (length > most) {
                        break;
                    }
                    length += leastLength(member.getKey(), most) + leastLength(member.getValue(), most - length);
                }
            }
            case null, default -> {
                // A digit.
            }
        }
        return length;
    }

    static @Nullable Object cast(@Nullable Object value, CastType type) {
        if (value == null || value == Missing.MISSING) {
            return value;
        }
        Object result =
                switch (type.kind()) {
                    case BOOL -> toBool(value);
                    case INTEGER -> toInteger(value);
                    case FLOAT -> toFloat(value);
                    case DECIMAL -> toDecimal(value, type);
                    case STRING -> value instanceof List || value instanceof Map ? null : write(value);
                    case TIMESTAMP -> toTimestamp(value);
                };
        if (result == null) {
            throw SelectErrors.castFailed(kind(value), type.kind().name());
        }
        return result;
    }

    private static @Nullable Object toBool(Object value) {
        String text = string(value);
        if (text != null) {
            return switch (Letters.lower(text.strip())) {
                case "true", "1" -> true;
                case "false", "0" -> false;
                default -> null;
            };
        }
        Number number = number(value);
        return number == null ? bool(value) : (Boolean) (decimal(number).signum() != 0);
    }

    private static @Nullable Number numeric(Object value) {
        String text = string(value);
        if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        return text != null ? parse(text.strip()) : number(value);
    }

    private static @Nullable Object toInteger(Object value) {
        Number number = numeric(value);
        if (!(number instanceof BigDecimal d)) {
            return number;
        }
        try {
            return d.setScale(0, RoundingMode.DOWN).longValueExact();
        } catch (ArithmeticException e) {
            throw SelectErrors.overflow();
        }
    }

    private static @Nullable Object toFloat(Object value) {
        Number number = numeric(value);
        if (number == null) {
            return null;
        }
        double real = number.doubleValue();
        return Double.isInfinite(real) ? null : BigDecimal.valueOf(real);
    }

    private static @Nullable Object toDecimal(Object value, CastType type) {
        Number number = numeric(value);
        if (number == null) {
            return null;
        }
        BigDecimal exact = decimal(number);
        if (type.precision() != null) {
            int scale = type.scale() == null ? 0 : type.scale();
            BigDecimal rounded = exact.setScale(scale, RoundingMode.HALF_UP);
            return rounded.precision() - rounded.scale() > type.precision() - scale ? null : rounded;
        }
        return exact;
    }

    private static @Nullable Object toTimestamp(Object value) {
        String text = string(value);
        return value instanceof Timestamp ? value : text == null ? null : Timestamp.parse(text.strip());
    }

    /// For messages.
    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case Missing missing -> "MISSING";
            case Boolean b -> "BOOL";
            case Long l -> "INTEGER";
            case BigDecimal d -> "DECIMAL";
            case Timestamp t -> "TIMESTAMP";
            case List<?> list -> "LIST";
            case Map<?, ?> map -> "STRUCT";
            default -> "STRING";
        };
    }
}
