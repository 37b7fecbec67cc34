package dev.virga.services.s3.select;

import org.jspecify.annotations.Nullable;

/// What CAST makes.
///
/// @param precision of a decimal, or null
/// @param scale of a decimal, or null
record CastType(
        Kind kind, @Nullable Integer precision, @Nullable Integer scale) {
    enum Kind {
        BOOL,
        INTEGER,
        FLOAT,
        DECIMAL,
        STRING,
        TIMESTAMP
    }

    static @Nullable Kind named(String name) {
        return switch (Letters.upper(name)) {
            case "BOOL", "BOOLEAN" -> Kind.BOOL;
            case "INT", "INTEGER", "SMALLINT", "BIGINT" -> Kind.INTEGER;
            case "FLOAT", "REAL", "DOUBLE" -> Kind.FLOAT;
            case "DECIMAL", "NUMERIC" -> Kind.DECIMAL;
            case "STRING", "VARCHAR", "CHAR", "CHARACTER", "SYMBOL" -> Kind.STRING;
            case "TIMESTAMP" -> Kind.TIMESTAMP;
            default -> null;
        };
    }
}
