package dev.virga.kernel;

import dev.virga.wire.AwsException;
import dev.virga.wire.Op;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.Structs;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The condition keys about tags, which are the same for every service: `aws:RequestTag/…` and
/// `aws:TagKeys` from the input's `Tags` or `TagKeys`, `aws:ResourceTag/…` and the service's own
/// spelling of it from the tags of the resource; and those that a service has for all its
/// operations. They are worked out when a policy asks for a key that the operation itself does not
/// have.
///
/// One decision, one thread.
final class TagConditions extends AbstractMap<String, List<String>> {
    private static final String REQUEST_TAG = "aws:RequestTag/";
    private static final String TAG_KEYS = "aws:TagKeys";
    private static final List<String> TAGS = List.of("Tags", "tags");
    private static final List<String> KEYS = List.of("TagKeys", "tagKeys", "tagKeyList");
    private static final List<String> KEY = List.of("Key", "key", "TagKey");
    private static final List<String> VALUE = List.of("Value", "value", "TagValue");

    private final Map<String, List<String>> own;
    private final Supplier<Map<String, List<String>>> tags;
    private @Nullable Map<String, List<String>> worked;

    private TagConditions(Map<String, List<String>> own, Supplier<Map<String, List<String>>> tags) {
        this.own = own;
        this.tags = tags;
    }

    /// The access with these keys beside its own.
    ///
    /// @param owners the service that has the resource, or null when no service of this cloud has
    static <I extends Struct> Access add(
            Access access, Op<I, ?> op, I input, Function<Access, @Nullable Service> owners, Call call) {
        Supplier<Map<String, List<String>>> tags = () -> {
            Map<String, List<String>> keys = new LinkedHashMap<>();
            if (access.action().startsWith(op.model().signingName() + ":")) {
                ofRequest(op.input(), input, keys);
            }
            Service owner = owners.apply(access);
            if (owner != null) {
                if (owner.model() == op.model()) {
                    keys.putAll(owner.conditions(op, input, access, call));
                }
                tags(owner, access.resource(), call).forEach((key, value) -> keys.put(key, List.of(value)));
            }
            return keys;
        };
        return new Access(
                access.action(),
                access.resource(),
                access.owner(),
                access.resourcePolicy(),
                new TagConditions(access.conditions(), tags));
    }

    private static Map<String, String> tags(Service owner, String arn, Call call) {
        try {
            return owner.tagConditions(arn, call);
        } catch (AwsException e) {
            // A resource that is not there, or that the operation will refuse to know.
            return Map.of();
        }
    }

    private static void ofRequest(Shape shape, Struct input, Map<String, List<String>> keys) {
        Map<String, String> tags = new LinkedHashMap<>();
        switch (first(shape, input, TAGS)) {
            case Map<?, ?> map -> map.forEach((key, value) -> tags.put(String.valueOf(key), String.valueOf(value)));
            case List<?> list -> list.forEach(tag -> put(tag, shape, tags));
            case null, default -> {}
        }
        tags.forEach((key, value) -> keys.put(REQUEST_TAG + key, List.of(value)));
        List<String> names = List.copyOf(tags.keySet());
        if (names.isEmpty() && first(shape, input, KEYS) instanceof List<?> given) {
            names = given.stream().map(String::valueOf).toList();
        }
        if (!names.isEmpty()) {
            keys.put(TAG_KEYS, names);
        }
    }

    private static void put(Object tag, Shape shape, Map<String, String> tags) {
        if (tag instanceof Struct struct) {
            Shape its = shape.model().shape(struct.shapeId());
            Object key = first(its, struct, KEY);
            Object value = first(its, struct, VALUE);
            tags.put(String.valueOf(key), value == null ? "" : String.valueOf(value));
        } else if (tag instanceof String name) {
            // Some operations that remove tags call their keys `tags`.
            tags.put(name, "");
        }
    }

    private static @Nullable Object first(Shape shape, Struct value, List<String> names) {
        for (String name : names) {
            Object found = Structs.get(value, shape, name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Override
    public @Nullable List<String> get(Object key) {
        List<String> mine = own.get(key);
        return mine == null ? all().get(key) : mine;
    }

    @Override
    public boolean containsKey(Object key) {
        return own.containsKey(key) || all().containsKey(key);
    }

    @Override
    public Set<Entry<String, List<String>>> entrySet() {
        return all().entrySet();
    }

    private Map<String, List<String>> all() {
        Map<String, List<String>> known = worked;
        if (known == null) {
            known = new LinkedHashMap<>(tags.get());
            known.putAll(own);
            worked = known;
        }
        return known;
    }
}
