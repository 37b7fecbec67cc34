package dev.virga.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Makes the values of one service's structures and unions. Generated for every service; [#DYNAMIC]
/// serves schemas that have no generated types.
public interface Types {
    /// A structure of this shape; absent members are null. The array is given away.
    Struct struct(int shapeId, @Nullable Object[] members);

    /// A union of this shape with one member set.
    Variant union(int shapeId, int tag, Object value);

    Types DYNAMIC = new Types() {
        @Override
        public Struct struct(int shapeId, @Nullable Object[] members) {
            return new DynamicStruct(shapeId, members);
        }

        @Override
        public Variant union(int shapeId, int tag, Object value) {
            return new DynamicVariant(tag, value);
        }
    };

    /// A structure without a type of its own.
    record DynamicStruct(int shapeId, @Nullable Object[] members) implements Struct {
        @Override
        public @Nullable Object at(int member) {
            return members[member];
        }

        @Override
        public String toString() {
            return shapeId + Arrays.toString(members);
        }
    }

    /// A union without a type of its own.
    record DynamicVariant(int tag, Object value) implements Variant {}
}
