package dev.virga.wire;

import org.jspecify.annotations.Nullable;

/// A value of a structure shape. The generated records implement it, so that codecs need no
/// reflection.
public interface Struct {
    /// The member at this index of the model, or null when it is absent.
    @Nullable
    Object at(int member);

    /// Index of the shape in its service's schema.
    int shapeId();
}
