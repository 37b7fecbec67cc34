package dev.virga.kernel.policy;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Decimal numbers of conditions. Exponents are refused: comparing 1e999999999 would take the
/// machine's memory.
final class Numbers {
    private static final int MAX_CHARS = 64;

    private Numbers() {}

    /// Null when the text is no plain decimal number.
    static @Nullable BigDecimal parse(String text) {
        if (text.isEmpty() || text.length() > MAX_CHARS) {
            return null;
        }
        boolean digit = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digit = true;
            } else if (c != '.' && !(i == 0 && (c == '-' || c == '+'))) {
                return null;
            }
        }
        if (!digit || text.indexOf('.') != text.lastIndexOf('.')) {
            return null;
        }
        return new BigDecimal(text);
    }
}
