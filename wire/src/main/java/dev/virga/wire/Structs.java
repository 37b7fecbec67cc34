package dev.virga.wire;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Carries members from one structure to another by name. Control planes need it all the time: the
/// request that creates a thing, the answer, the row that is kept and the item of a list are four
/// shapes with the same members.
public final class Structs {
    private Structs() {}

    /// A value of shape `to` with every member that `from` has under the same name.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public static <T extends Struct> T copy(Struct from, Shape fromShape, Shape to) {
        List<Member> members = to.members();
        @Nullable Object[] values = new Object[members.size()];
        for (Member member : members) {
            Member source = fromShape.member(member.name());
            Object value = source == null ? null : from.at(source.index());
            values[member.index()] = value == null ? null : convert(value, source, member);
        }
        return (T) to.make(values);
    }

    /// `base` with every member replaced that `changes` sets under the same name.
    @SuppressWarnings("unchecked")
    public static <T extends Struct> T overlay(T base, Shape shape, Struct changes, Shape changesShape) {
        List<Member> members = shape.members();
        @Nullable Object[] values = new Object[members.size()];
        for (Member member : members) {
            Member change = changesShape.member(member.name());
            Object changed = change == null ? null : changes.at(change.index());
            Object kept = base.at(member.index());
            values[member.index()] = changed == null ? kept : convert(changed, change, member);
        }
        return (T) shape.make(values);
    }

    /// A nested structure may also have another shape on the other side (`TlsConfigInput`,
    /// `TlsConfig`).
    private static Object convert(Object value, @Nullable Member from, Member to) {
        if (from != null
                && value instanceof Struct nested
                && from.target().id() != to.target().id()) {
            return copy(nested, from.target(), to.target());
        }
        return value;
    }

    /// The member of this name, or null when it is absent or the shape has none.
    public static @Nullable Object get(Struct value, Shape shape, String member) {
        Member found = shape.member(member);
        return found == null ? null : value.at(found.index());
    }

    /// `base` with these members replaced; names that the shape does not have are left out.
    @SuppressWarnings("unchecked")
    public static <T extends Struct> T with(T base, Shape shape, Map<String, ?> members) {
        List<Member> all = shape.members();
        @Nullable Object[] values = new Object[all.size()];
        for (Member member : all) {
            Object replaced = members.get(member.name());
            values[member.index()] = replaced == null ? base.at(member.index()) : replaced;
        }
        return (T) shape.make(values);
    }

    /// JSON with the model's member names, for rows.
    public static byte[] toJson(Struct value, Shape shape) {
        JsonWriter out = new JsonWriter(512, false);
        out.structure(value, shape.members());
        return out.bytes();
    }

    /// What [#toJson] wrote.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public static <T extends Struct> T fromJson(byte[] json, Shape shape) {
        Object value = new JsonReader(json, false, new UnknownMembers()).root(shape);
        return (T) Objects.requireNonNull(value);
    }
}
