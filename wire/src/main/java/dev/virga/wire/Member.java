package dev.virga.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A member of a structure or union, the element of a list (`member`), or the `key` or `value` of a
/// map.
public final class Member extends Facet {
    private final Shape owner;
    private final int index;
    private final String name;
    private final int targetId;
    private @Nullable Shape target;
    private byte @Nullable [] jsonKey;
    private byte @Nullable [] nameKey;
    private @Nullable Object knownDefault;

    Member(SchemaCursor in, Shape owner, int index) {
        super(in);
        this.owner = owner;
        this.index = index;
        name = in.string();
        targetId = in.number();
    }

    public Shape owner() {
        return owner;
    }

    /// Position in its owner: what [Struct#at] and [Variant#tag] count.
    public int index() {
        return index;
    }

    /// The name in the model.
    public String name() {
        return name;
    }

    public Shape target() {
        Shape known = target;
        if (known == null) {
            known = owner.model().shape(targetId);
            target = known;
        }
        return known;
    }

    /// Whether its values are an [EventStream].
    public boolean isEventStream() {
        return streaming() && target().kind() == Shape.Kind.UNION;
    }

    /// The name in restJson1 bodies.
    public String jsonName() {
        String explicit = explicitJsonName();
        return explicit != null ? explicit : name;
    }

    /// The name in XML and awsQuery.
    public String xmlName() {
        String explicit = explicitXmlName();
        return explicit != null ? explicit : name;
    }

    /// The name in ec2Query requests: the XML name in capitals, unless the model has one of its
    /// own.
    public String ec2Name() {
        String explicit = ec2QueryName();
        if (explicit != null) {
            return explicit;
        }
        String xml = xmlName();
        return xml.substring(0, 1).toUpperCase(Locale.ROOT) + xml.substring(1);
    }

    /// The default value; the same object every time when it cannot be changed. Null without one.
    @Nullable
    Object defaultValue() {
        Object known = knownDefault;
        if (known != null) {
            return known;
        }
        String json = defaultJson();
        Object value = json == null ? null : Defaults.value(this, json);
        if (!target().kind().aggregate() && !(value instanceof byte[]) && target().kind() != Shape.Kind.DOCUMENT) {
            knownDefault = value;
        }
        return value;
    }

    /// `"jsonName":` ready to be written. Not to be changed.
    byte[] jsonKey() {
        byte[] known = jsonKey;
        if (known == null) {
            known = key(jsonName());
            jsonKey = known;
        }
        return known;
    }

    /// `"name":` ready to be written. Not to be changed.
    byte[] nameKey() {
        byte[] known = nameKey;
        if (known == null) {
            known = key(name);
            nameKey = known;
        }
        return known;
    }

    private static byte[] key(String name) {
        return ("\"" + name + "\":").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return owner.name() + "$" + name;
    }
}
