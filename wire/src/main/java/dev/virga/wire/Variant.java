package dev.virga.wire;

/// A value of a union shape: exactly one member is set.
public interface Variant {
    /// Index of the member that is set.
    int tag();

    Object value();
}
