package dev.virga.services.s3.select;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What functions of dates can be about.
enum DatePart {
    YEAR,
    MONTH,
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    TIMEZONE_HOUR,
    TIMEZONE_MINUTE;

    static @Nullable DatePart named(String name) {
        String upper = Letters.upper(name);
        return Arrays.stream(values())
                .filter(part -> part.name().equals(upper))
                .findFirst()
                .orElse(null);
    }

    boolean isZone() {
        return this == TIMEZONE_HOUR || this == TIMEZONE_MINUTE;
    }
}
