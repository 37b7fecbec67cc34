package dev.virga.services.s3.select;

/// A step of a path.
sealed interface Step {
    /// @param exact whether case matters, as for quoted names
    record Name(String name, boolean exact) implements Step {
        boolean matches(String other) {
            return exact ? name.equals(other) : name.equalsIgnoreCase(other);
        }
    }

    /// @param index from 0
    record Index(int index) implements Step {}

    /// Every element; only after FROM.
    record Each() implements Step {}
}
