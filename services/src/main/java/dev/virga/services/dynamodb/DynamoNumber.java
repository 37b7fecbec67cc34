package dev.virga.services.dynamodb;

import dev.virga.wire.AwsException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Numbers: exact decimals of up to 38 significant digits, magnitude 1E-130 to 9.99…E+125, written
/// as text. Any number handled here beyond [#canonical] is in canonical form: plain digits, no
/// exponent, no superfluous zeros.
final class DynamoNumber {
    static final int MAX_DIGITS = 38;
    private static final int MAX_EXPONENT = 125;
    private static final int MIN_EXPONENT = -130;
    /// Longer ones are refused unread: what is in range needs no more.
    private static final int MAX_CHARS = 1000;
    /// Integers of so many digits fit into a long.
    private static final int MAX_LONG_DIGITS = 18;

    private DynamoNumber() {}

    /// The form in which DynamoDB keeps and prints the number.
    static String canonical(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw DynamodbErrors.validation("The parameter cannot be converted to a numeric value");
        }
        if (isPlainInteger(text)) {
            return text;
        }
        return print(checked(parse(text)));
    }

    private static BigDecimal parse(String text) {
        if (text.length() <= MAX_CHARS && isAscii(text)) {
            try {
                return new BigDecimal(text);
            } catch (NumberFormatException e) {
                throw notANumber(text);
            }
        }
        throw notANumber(text.substring(0, Math.min(text.length(), MAX_CHARS)));
    }

    private static AwsException notANumber(String text) {
        return DynamodbErrors.validation("The parameter cannot be converted to a numeric value: " + text);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    /// Digits without leading zeros, perhaps negative, that fit into a long: canonical already.
    private static boolean isPlainInteger(String text) {
        int start = text.charAt(0) == '-' ? 1 : 0;
        int digits = text.length() - start;
        if (digits < 1 || digits > MAX_LONG_DIGITS) {
            return false;
        }
        if (text.charAt(start) == '0' && (digits > 1 || start == 1)) {
            return false;
        }
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /// Without trailing zeros and in range.
    private static BigDecimal checked(BigDecimal number) {
        if (number.signum() == 0) {
            return BigDecimal.ZERO;
        }
        long exponent = exponent(number);
        if (exponent > MAX_EXPONENT) {
            throw DynamodbErrors.validation(
                    "Number overflow. Attempting to store a number with magnitude larger than supported range");
        }
        if (exponent < MIN_EXPONENT) {
            throw DynamodbErrors.validation(
                    "Number underflow. Attempting to store a number with magnitude smaller than supported range");
        }
        BigDecimal stripped = number.stripTrailingZeros();
        if (stripped.precision() > MAX_DIGITS) {
            throw DynamodbErrors.validation("Attempting to store more than 38 significant digits in a Number");
        }
        return stripped;
    }

    /// Of the first digit.
    private static long exponent(BigDecimal number) {
        return (long) number.precision() - number.scale() - 1;
    }

    private static String print(BigDecimal number) {
        return number.toPlainString();
    }

    static String add(String left, String right) {
        if (isPlainInteger(left) && isPlainInteger(right)) {
            return Long.toString(Long.parseLong(left) + Long.parseLong(right));
        }
        return print(checked(new BigDecimal(left).add(new BigDecimal(right))));
    }

    static String subtract(String left, String right) {
        if (isPlainInteger(left) && isPlainInteger(right)) {
            return Long.toString(Long.parseLong(left) - Long.parseLong(right));
        }
        return print(checked(new BigDecimal(left).subtract(new BigDecimal(right))));
    }

    static int compare(String left, String right) {
        if (isPlainInteger(left) && isPlainInteger(right)) {
            return Long.compare(Long.parseLong(left), Long.parseLong(right));
        }
        return new BigDecimal(left).compareTo(new BigDecimal(right));
    }

    /// As item sizes count it: about a byte for two digits, one for the exponent, one for a minus.
    static int size(String canonical) {
        int first = -1;
        int last = -1;
        int point = canonical.length();
        boolean negative = canonical.charAt(0) == '-';
        for (int i = negative ? 1 : 0; i < canonical.length(); i++) {
            char c = canonical.charAt(i);
            if (c == '.') {
                point = i;
            } else if (c != '0') {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        if (first < 0) {
            return 1;
        }
        int digits = last - first + 1 - (first < point && point < last ? 1 : 0);
        return 1 + (digits + 1) / 2 + (negative ? 1 : 0);
    }

    private static final byte NEGATIVE = 1;
    private static final byte ZERO = 2;
    private static final byte POSITIVE = 3;
    /// Ends the digits of a positive number: less than any digit pair, so that 1 comes before 1.5.
    private static final byte POSITIVE_END = 0;
    /// Ends the digits of a negative number: more than any digit pair.
    private static final byte NEGATIVE_END = (byte) 0xff;

    /// Bytes that compare, unsigned, as the numbers do, and of which none is a prefix of another:
    ///
    ///     sign, exponent + 130, pairs of digits + 1, end        (all but the sign mirrored if
    ///     negative)
    static byte[] ordered(String canonical) {
        BigDecimal number = new BigDecimal(canonical).stripTrailingZeros();
        if (number.signum() == 0) {
            return new byte[] {ZERO};
        }
        String digits = number.unscaledValue().abs().toString();
        int exponent = (int) exponent(number) - MIN_EXPONENT;
        boolean negative = number.signum() < 0;
        int pairs = (digits.length() + 1) / 2;
        byte[] bytes = new byte[3 + pairs];
        bytes[0] = negative ? NEGATIVE : POSITIVE;
        bytes[1] = (byte) (negative ? 0xff - exponent : exponent);
        for (int i = 0; i < pairs; i++) {
            int high = digits.charAt(2 * i) - '0';
            int low = 2 * i + 1 < digits.length() ? digits.charAt(2 * i + 1) - '0' : 0;
            int pair = high * 10 + low + 1;
            bytes[2 + i] = (byte) (negative ? 101 - pair : pair);
        }
        bytes[2 + pairs] = negative ? NEGATIVE_END : POSITIVE_END;
        return bytes;
    }
}
