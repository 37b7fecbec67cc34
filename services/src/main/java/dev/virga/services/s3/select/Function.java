package dev.virga.services.s3.select;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Functions of one record.
enum Function {
    COALESCE(1, Integer.MAX_VALUE),
    NULLIF(2, 2),
    CHAR_LENGTH(1, 1),
    CHARACTER_LENGTH(1, 1),
    LOWER(1, 1),
    UPPER(1, 1),
    SUBSTRING(2, 3),
    TO_TIMESTAMP(1, 1),
    TO_STRING(2, 2),
    UTCNOW(0, 0),
    DATE_ADD(2, 2),
    DATE_DIFF(2, 2),
    EXTRACT(1, 1);

    private final int least;
    private final int most;

    Function(int least, int most) {
        this.least = least;
        this.most = most;
    }

    static @Nullable Function named(String name) {
        String upper = Letters.upper(name);
        return Arrays.stream(values())
                .filter(function -> function.name().equals(upper))
                .findFirst()
                .orElse(null);
    }

    void checkCount(int arguments) {
        if (arguments < least || arguments > most) {
            throw SelectErrors.arguments(name());
        }
    }
}
