package dev.virga.kernel.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The condition operators. Each compares one value of the request with one value of the policy;
/// the negated ones are the opposite of another.
enum Operator {
    StringEquals,
    StringNotEquals(StringEquals),
    StringEqualsIgnoreCase,
    StringNotEqualsIgnoreCase(StringEqualsIgnoreCase),
    StringLike,
    StringNotLike(StringLike),
    NumericEquals,
    NumericNotEquals(NumericEquals),
    NumericLessThan,
    NumericLessThanEquals,
    NumericGreaterThan,
    NumericGreaterThanEquals,
    DateEquals,
    DateNotEquals(DateEquals),
    DateLessThan,
    DateLessThanEquals,
    DateGreaterThan,
    DateGreaterThanEquals,
    Bool,
    BinaryEquals,
    IpAddress,
    NotIpAddress(IpAddress),
    ArnEquals,
    ArnNotEquals(ArnEquals),
    ArnLike,
    ArnNotLike(ArnLike),
    Null;

    private static final Map<String, Operator> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(Operator::name, Function.identity()));

    private final @Nullable Operator opposite;

    Operator() {
        this.opposite = null;
    }

    Operator(Operator opposite) {
        this.opposite = opposite;
    }

    /// Null when there is no such operator. Names are compared with case, as IAM does.
    static @Nullable Operator named(String name) {
        return BY_NAME.get(name);
    }

    boolean negated() {
        return opposite != null;
    }

    /// What this operator negates, or itself.
    Operator positive() {
        return opposite == null ? this : opposite;
    }

    /// Whether the value of the request equals, is like, is below … the value of the policy. Not
    /// for negated ones.
    boolean compare(String actual, Template expected, RequestContext context) {
        return switch (this) {
            case StringLike -> {
                Wildcard pattern = expected.pattern(context);
                yield pattern != null && context.matches(pattern, actual);
            }
            case ArnEquals, ArnLike -> arnLike(actual, expected, context);
            case Null -> throw new IllegalStateException("Null looks at the key, not at its value");
            default -> {
                String text = expected.text(context);
                yield text != null && compareText(actual, text);
            }
        };
    }

    private boolean compareText(String actual, String expected) {
        return switch (this) {
            case StringEquals -> actual.equals(expected);
            case StringEqualsIgnoreCase, Bool -> actual.equalsIgnoreCase(expected);
            case BinaryEquals -> binaryEquals(actual, expected);
            case IpAddress -> inRange(actual, expected);
            case NumericEquals, NumericLessThan, NumericLessThanEquals, NumericGreaterThan, NumericGreaterThanEquals ->
                ordered(Numbers.parse(actual), Numbers.parse(expected));
            case DateEquals, DateLessThan, DateLessThanEquals, DateGreaterThan, DateGreaterThanEquals ->
                ordered(date(actual), date(expected));
            default -> throw new IllegalStateException(name());
        };
    }

    private <T extends Comparable<T>> boolean ordered(@Nullable T actual, @Nullable T expected) {
        if (actual == null || expected == null) {
            return false;
        }
        int order = actual.compareTo(expected);
        return switch (this) {
            case NumericEquals, DateEquals -> order == 0;
            case NumericLessThan, DateLessThan -> order < 0;
            case NumericLessThanEquals, DateLessThanEquals -> order <= 0;
            case NumericGreaterThan, DateGreaterThan -> order > 0;
            case NumericGreaterThanEquals, DateGreaterThanEquals -> order >= 0;
            default -> throw new IllegalStateException(name());
        };
    }

    /// Each of the six parts of an ARN is compared by itself, so that a star does not reach over a
    /// colon.
    private static boolean arnLike(String actual, Template expected, RequestContext context) {
        List<Wildcard> pieces = expected.arnPieces(context);
        String[] parts = actual.split(":", Template.ARN_PIECES);
        if (pieces == null || pieces.size() != Template.ARN_PIECES || parts.length != Template.ARN_PIECES) {
            // A lone star is the one pattern that is no ARN.
            return pieces != null && pieces.size() == 1 && context.matches(pieces.getFirst(), actual);
        }
        for (int i = 0; i < Template.ARN_PIECES; i++) {
            if (!context.matches(pieces.get(i), parts[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean inRange(String actual, String expected) {
        byte[] address = Cidr.address(actual);
        Cidr range = Cidr.parse(expected);
        return address != null && range != null && range.contains(address);
    }

    private static boolean binaryEquals(String actual, String expected) {
        try {
            return Arrays.equals(
                    Base64.getDecoder().decode(actual), Base64.getDecoder().decode(expected));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static boolean isDate(String text) {
        return date(text) != null;
    }

    /// ISO 8601 in the forms that IAM takes, or seconds since 1970.
    private static @Nullable Instant date(String text) {
        BigDecimal seconds = Numbers.parse(text);
        try {
            // Four digits are a year.
            if (seconds != null && text.length() != 4) {
                return Instant.ofEpochSecond(seconds.longValue());
            }
            if (text.indexOf('T') < 0) {
                return day(text).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            boolean zone = text.endsWith("Z") || text.indexOf('+') > 0 || text.lastIndexOf('-') > text.indexOf('T');
            return zone
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static LocalDate day(String text) {
        return switch (text.length()) {
            case 4 -> LocalDate.parse(text + "-01-01");
            case 7 -> LocalDate.parse(text + "-01");
            default -> LocalDate.parse(text);
        };
    }
}
