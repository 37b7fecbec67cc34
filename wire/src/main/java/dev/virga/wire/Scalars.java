package dev.virga.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Values in text: XML, query strings, headers, labels.
final class Scalars {
    private static final Pattern REAL = Pattern.compile("-?[0-9.]{1,400}([eE][+-]?[0-9]{1,10})?");

    private Scalars() {}

    /// @param otherwise format of timestamps for which the model names none
    static Object parse(Shape shape, Facet facet, String text, TimestampFormat otherwise) {
        try {
            return switch (shape.kind()) {
                case STRING, ENUM -> text;
                case BOOLEAN -> bool(text);
                case BYTE -> Byte.parseByte(unsigned(text));
                case SHORT -> Short.parseShort(unsigned(text));
                case INTEGER, INT_ENUM -> Integer.parseInt(unsigned(text));
                case LONG -> Long.parseLong(unsigned(text));
                case FLOAT -> (float) real(text);
                case DOUBLE -> real(text);
                case BIG_INTEGER -> new BigInteger(shortNumber(text));
                case BIG_DECIMAL -> new BigDecimal(shortNumber(text));
                case BLOB -> Base64.getDecoder().decode(text);
                case TIMESTAMP -> Times.parse(text, format(facet, otherwise));
                case DOCUMENT, LIST, MAP, STRUCTURE, UNION ->
                    throw WireErrors.serialization("Unexpected text for " + shape.name());
            };
        } catch (IllegalArgumentException e) {
            throw WireErrors.serialization("Invalid "
                    + shape.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " value '"
                    + (text.length() <= 60 ? text : text.substring(0, 60) + "…") + "'");
        }
    }

    private static TimestampFormat format(Facet facet, TimestampFormat otherwise) {
        TimestampFormat format = facet.timestampFormat();
        return format == null ? otherwise : format;
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static String unsigned(String text) {
        if (text.startsWith("+")) {
            throw new NumberFormatException(text);
        }
        return text;
    }

    private static String shortNumber(String text) {
        if (text.length() > Json.MAX_NUMBER_LENGTH || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            throw new NumberFormatException(text);
        }
        return text;
    }

    private static double real(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> {
                if (!REAL.matcher(text).matches()) {
                    throw new NumberFormatException(text);
                }
                yield Double.parseDouble(text);
            }
        };
    }

    static String text(Shape shape, @Nullable Facet facet, Object value, TimestampFormat otherwise) {
        return switch (value) {
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case Instant instant -> Times.format(instant, format(facet == null ? shape : facet, otherwise));
            default -> value.toString();
        };
    }
}
