package dev.virga.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A type of a service's model. Shapes are made by [Model], when they are first asked for.
public final class Shape extends Facet {
    /// In the order in which schemas number the kinds.
    public enum Kind {
        STRING,
        BOOLEAN,
        BYTE,
        SHORT,
        INTEGER,
        LONG,
        FLOAT,
        DOUBLE,
        BIG_INTEGER,
        BIG_DECIMAL,
        BLOB,
        TIMESTAMP,
        DOCUMENT,
        LIST,
        MAP,
        STRUCTURE,
        UNION,
        ENUM,
        INT_ENUM;

        /// Has members of its own: list, map, structure or union.
        public boolean aggregate() {
            return this == LIST || this == MAP || this == STRUCTURE || this == UNION;
        }
    }

    /// What HTTP bindings leave for the body of a structure.
    ///
    /// @param payload the member that is the whole body, or null
    /// @param body members that are elements of the body
    public record Bindings(@Nullable Member payload, List<Member> body) {}

    private static final Kind[] KINDS = Kind.values();

    private final Model model;
    private final int id;
    private final Kind kind;
    private final String name;
    private final List<Member> members;
    private final List<String> enumValues;
    private final List<Integer> intEnumValues;
    private final @Nullable Failure failure;
    private final boolean hasDefaults;
    private final boolean hasStream;

    // Derived on first use. Each is immutable and equal however often it is derived, so that racing
    // threads need no lock.
    private @Nullable NameTable jsonNames;
    private @Nullable NameTable memberNames;
    private @Nullable Map<String, Member> byName;
    private @Nullable Map<String, Member> byXmlName;
    private @Nullable Set<String> enumSet;
    private @Nullable Bindings bindings;
    private UnboundParts.@Nullable Bound bound;
    private @Nullable Boolean needsValidation;

    Shape(Model model, int id, SchemaCursor in) {
        super(in);
        this.model = model;
        this.id = id;
        kind = KINDS[in.number()];
        name = in.string();
        int count =
                switch (kind) {
                    case STRUCTURE, UNION -> in.number();
                    case LIST -> 1;
                    case MAP -> 2;
                    default -> 0;
                };
        List<Member> all = new ArrayList<>(count);
        boolean defaults = false;
        boolean streams = false;
        for (int i = 0; i < count; i++) {
            Member member = new Member(in, this, i);
            defaults |= member.defaultJson() != null;
            streams |= member.streaming();
            all.add(member);
        }
        members = List.copyOf(all);
        hasDefaults = defaults;
        hasStream = streams;
        failure = error() ? new Failure(in) : null;
        List<String> strings = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        if (kind == Kind.ENUM) {
            for (int index : in.numbers()) {
                strings.add(model.string(index));
            }
        } else if (kind == Kind.INT_ENUM) {
            for (int value : in.numbers()) {
                // Zigzag: intEnums may be negative.
                numbers.add((value >>> 1) ^ -(value & 1));
            }
        }
        enumValues = List.copyOf(strings);
        intEnumValues = List.copyOf(numbers);
    }

    /// What an error shape says beyond its members.
    private static final class Failure {
        final int httpStatus;
        final boolean client;
        final boolean retryable;
        final boolean throttling;
        final String queryCode;
        final int queryStatus;

        Failure(SchemaCursor in) {
            httpStatus = in.number();
            int flags = in.number();
            client = (flags & 1) != 0;
            retryable = (flags & 2) != 0;
            throttling = (flags & 4) != 0;
            queryCode = in.string();
            queryStatus = in.number();
        }
    }

    public Model model() {
        return model;
    }

    /// Index in the service's schema: what [Struct#shapeId] answers.
    public int id() {
        return id;
    }

    public Kind kind() {
        return kind;
    }

    public String name() {
        return name;
    }

    /// Name with namespace, as in `__type` of JSON errors.
    public String fullId() {
        return model.namespace() + "#" + name;
    }

    /// Members in the model's order: of a list one, of a map key and value.
    public List<Member> members() {
        return members;
    }

    /// The element of a list.
    public Member element() {
        return members.get(0);
    }

    public Member mapKey() {
        return members.get(0);
    }

    public Member mapValue() {
        return members.get(1);
    }

    public List<String> enumValues() {
        return enumValues;
    }

    public boolean hasEnumValue(String value) {
        Set<String> known = enumSet;
        if (known == null) {
            known = Set.copyOf(enumValues);
            enumSet = known;
        }
        return known.contains(value);
    }

    public List<Integer> intEnumValues() {
        return intEnumValues;
    }

    /// HTTP status of an error; 400 or 500 when the model names none.
    public int httpStatus() {
        Failure f = failure();
        return f.httpStatus != 0 ? f.httpStatus : f.client ? 400 : 500;
    }

    /// Whether the caller is to blame for the error.
    public boolean clientError() {
        return failure().client;
    }

    /// Whether the model says that the same request may succeed a little later. Clients know it
    /// from their own copy of the model; no protocol sends it.
    public boolean retryable() {
        return failure().retryable;
    }

    /// Whether the error says that there were too many requests.
    public boolean throttling() {
        return failure().throttling;
    }

    /// Code of an error in awsQuery and in `x-amzn-query-error`.
    public String queryCode() {
        String code = failure().queryCode;
        return code.isEmpty() ? name : code;
    }

    /// HTTP status of an error in awsQuery.
    public int queryStatus() {
        int status = failure().queryStatus;
        return status != 0 ? status : httpStatus();
    }

    private Failure failure() {
        if (failure == null) {
            throw new IllegalStateException(name + " is no error");
        }
        return failure;
    }

    /// Whether any member has a default.
    public boolean hasDefaults() {
        return hasDefaults;
    }

    /// A structure of this shape; absent members are null. The array is given away.
    public Struct make(@Nullable Object[] values) {
        return model.types().struct(id, values);
    }

    /// A union of this shape with one member set.
    public Variant make(int tag, Object value) {
        return model.types().union(id, tag, value);
    }

    /// Members by their names in restJson1 bodies.
    NameTable jsonNames() {
        NameTable known = jsonNames;
        if (known == null) {
            known = new NameTable(members, Member::jsonName);
            jsonNames = known;
        }
        return known;
    }

    /// Members by their names in the model, which awsJson and CBOR use.
    NameTable memberNames() {
        NameTable known = memberNames;
        if (known == null) {
            known = new NameTable(members, Member::name);
            memberNames = known;
        }
        return known;
    }

    /// The member with this name in the model, or null.
    public @Nullable Member member(String memberName) {
        Map<String, Member> known = byName;
        if (known == null) {
            Map<String, Member> map = new HashMap<>();
            members.forEach(m -> map.put(m.name(), m));
            known = Map.copyOf(map);
            byName = known;
        }
        return known.get(memberName);
    }

    /// The member with this name in XML, or null.
    public @Nullable Member memberByXmlName(String xmlName) {
        Map<String, Member> known = byXmlName;
        if (known == null) {
            Map<String, Member> map = new HashMap<>();
            members.forEach(m -> map.put(m.xmlName(), m));
            known = Map.copyOf(map);
            byXmlName = known;
        }
        return known.get(xmlName);
    }

    /// The member that is an event stream, or null. There is one at most.
    public @Nullable Member eventStream() {
        if (!hasStream) {
            return null;
        }
        for (Member member : members) {
            if (member.isEventStream()) {
                return member;
            }
        }
        return null;
    }

    public Bindings bindings() {
        Bindings known = bindings;
        if (known == null) {
            Member payload = null;
            List<Member> body = new ArrayList<>();
            for (Member m : members) {
                if (m.location() == Location.PAYLOAD) {
                    payload = m;
                } else if (m.location() == Location.BODY) {
                    body.add(m);
                }
            }
            known = new Bindings(payload, List.copyOf(body));
            bindings = known;
        }
        return known;
    }

    /// What the members take of query and headers.
    UnboundParts.Bound bound() {
        UnboundParts.Bound known = bound;
        if (known == null) {
            known = UnboundParts.Bound.of(members);
            bound = known;
        }
        return known;
    }

    /// Whether this shape or anything that it reaches has constraints.
    public boolean needsValidation() {
        Boolean known = needsValidation;
        if (known == null) {
            known = reachesConstraint(new HashSet<>());
            needsValidation = known;
        }
        return known;
    }

    /// Recursion is as deep as the model, not as the data.
    private boolean reachesConstraint(Set<Integer> seen) {
        if (!seen.add(id)) {
            return false;
        }
        if (kind == Kind.ENUM || kind == Kind.INT_ENUM || uniqueItems()) {
            return true;
        }
        for (Member m : members) {
            if (m.constrained() || m.target().reachesConstraint(seen)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return fullId();
    }
}
