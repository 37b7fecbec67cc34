package dev.virga.codegen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One service of a Smithy JSON AST: its operations and every shape that they reach, numbered.
///
/// Mixins and `apply` statements are resolved, the prelude's shapes exist, and an operation without
/// input or output gets an empty structure of its own.
final class SmithyModel {
    /// An operation with the shapes that are to be encoded and decoded.
    record Operation(String id, JsonNode node, String input, String output, List<String> errors) {
        String name() {
            return local(id);
        }

        boolean hasInput() {
            return !node.path("input").path("target").asText(UNIT).equals(UNIT);
        }

        boolean hasOutput() {
            return !node.path("output").path("target").asText(UNIT).equals(UNIT);
        }
    }

    static final String UNIT = "smithy.api#Unit";
    private static final String EMPTY = "dev.virga.empty#";
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();
    private static final List<String> RESOURCE_OPERATIONS =
            List.of("create", "put", "read", "update", "delete", "list");

    private final Map<String, JsonNode> shapes = new TreeMap<>();
    private final String serviceId;
    private final JsonNode service;
    private final Map<String, Operation> operations = new TreeMap<>();
    private final Map<String, Integer> ids = new LinkedHashMap<>();

    /// @param wantedService id of the service; null when the model has only one
    SmithyModel(JsonNode ast, @Nullable String wantedService) {
        ast.path("shapes").properties().forEach(e -> shapes.put(e.getKey(), e.getValue()));
        prelude();
        Map<String, JsonNode> applied = appliedTraits();
        applied.entrySet().removeIf(e -> apply(e.getKey(), e.getValue()));
        flattenMixins();
        applied.forEach(this::apply);
        serviceId = wantedService != null ? wantedService : onlyService();
        service = shape(serviceId);
        collect(service, new HashSet<>());
        for (Operation op : operations.values()) {
            visit(op.input());
            visit(op.output());
            op.errors().forEach(this::visit);
        }
        errors(service).forEach(this::visit);
    }

    private String onlyService() {
        List<String> found = shapes.entrySet().stream()
                .filter(e -> e.getValue().path("type").asText().equals("service"))
                .map(Map.Entry::getKey)
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException("expected one service, found " + found);
        }
        return found.get(0);
    }

    private void prelude() {
        for (String type : List.of(
                "String",
                "Boolean",
                "Byte",
                "Short",
                "Integer",
                "Long",
                "Float",
                "Double",
                "BigInteger",
                "BigDecimal",
                "Blob",
                "Timestamp",
                "Document")) {
            String kind = type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
            shapes.put("smithy.api#" + type, shapeOf(kind));
            shapes.put("smithy.api#Primitive" + type, shapeOf(kind));
        }
        shapes.put(UNIT, shapeOf("structure"));
    }

    private static ObjectNode shapeOf(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    /// Takes the `apply` statements out of the shapes.
    private Map<String, JsonNode> appliedTraits() {
        Map<String, JsonNode> statements = new TreeMap<>();
        shapes.forEach((id, node) -> {
            if (node.path("type").asText().equals("apply")) {
                statements.put(id, node.path("traits"));
            }
        });
        shapes.keySet().removeAll(statements.keySet());
        return statements;
    }

    /// Merges traits into a shape or member, if it is there. A statement about a member that comes
    /// from a mixin finds it only when mixins are flattened, any other before.
    private boolean apply(String id, JsonNode traits) {
        int mark = id.indexOf('$');
        String shapeId = mark < 0 ? id : id.substring(0, mark);
        ObjectNode copy = shape(shapeId).deepCopy();
        JsonNode target = copy;
        if (mark >= 0) {
            String name = id.substring(mark + 1);
            target = copy.has("members") ? copy.path("members").path(name) : copy.path(name);
        }
        if (!(target instanceof ObjectNode node)) {
            return false;
        }
        node.withObjectProperty("traits").setAll((ObjectNode) traits);
        shapes.put(shapeId, copy);
        return true;
    }

    private void flattenMixins() {
        Set<String> done = new HashSet<>();
        for (String id : List.copyOf(shapes.keySet())) {
            flatten(id, done);
        }
    }

    /// Members and traits of a mixin come first; what the shape itself says wins.
    private void flatten(String id, Set<String> done) {
        JsonNode node = shape(id);
        if (!done.add(id) || !node.has("mixins")) {
            return;
        }
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        ObjectNode traits = JsonNodeFactory.instance.objectNode();
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        for (JsonNode mixin : node.path("mixins")) {
            String mixinId = mixin.path("target").asText();
            flatten(mixinId, done);
            JsonNode source = shape(mixinId);
            merged.setAll((ObjectNode) source);
            source.path("members").properties().forEach(e -> members.set(e.getKey(), e.getValue()));
            Set<String> local = new HashSet<>(Set.of("smithy.api#mixin"));
            source.path("traits").path("smithy.api#mixin").path("localTraits").forEach(t -> local.add(t.asText()));
            source.path("traits").properties().forEach(e -> {
                if (!local.contains(e.getKey())) {
                    traits.set(e.getKey(), e.getValue());
                }
            });
        }
        merged.setAll((ObjectNode) node);
        node.path("members").properties().forEach(e -> mergeMember(members, e.getKey(), e.getValue()));
        node.path("traits").properties().forEach(e -> traits.set(e.getKey(), e.getValue()));
        merged.set("members", members);
        merged.set("traits", traits);
        merged.remove("mixins");
        shapes.put(id, merged);
    }

    private static void mergeMember(ObjectNode members, String name, JsonNode own) {
        JsonNode inherited = members.get(name);
        if (inherited == null) {
            members.set(name, own);
            return;
        }
        ObjectNode both = inherited.deepCopy();
        both.setAll((ObjectNode) own);
        ObjectNode traits = JsonNodeFactory.instance.objectNode();
        inherited.path("traits").properties().forEach(e -> traits.set(e.getKey(), e.getValue()));
        own.path("traits").properties().forEach(e -> traits.set(e.getKey(), e.getValue()));
        both.set("traits", traits);
        members.set(name, both);
    }

    private void collect(JsonNode holder, Set<String> seen) {
        List<String> found = new ArrayList<>();
        holder.path("operations").forEach(o -> found.add(o.path("target").asText()));
        holder.path("collectionOperations")
                .forEach(o -> found.add(o.path("target").asText()));
        for (String lifecycle : RESOURCE_OPERATIONS) {
            if (holder.has(lifecycle)) {
                found.add(holder.path(lifecycle).path("target").asText());
            }
        }
        for (String id : found) {
            JsonNode node = shape(id);
            operations.put(
                    local(id),
                    new Operation(id, node, side(id, node, "input"), side(id, node, "output"), errors(node)));
        }
        for (JsonNode resource : holder.path("resources")) {
            String id = resource.path("target").asText();
            if (seen.add(id)) {
                collect(shape(id), seen);
            }
        }
    }

    private String side(String operation, JsonNode node, String side) {
        String target = node.path(side).path("target").asText(UNIT);
        if (!target.equals(UNIT)) {
            return target;
        }
        // A namespace of its own: operations may have the same name.
        String suffix = side.equals("input") ? "Request" : "Response";
        String existing =
                shapes.getOrDefault(operation + suffix, NOTHING).path("type").asText("operation");
        String id = EMPTY + local(operation) + suffix + (existing.equals("operation") ? "" : "Unit");
        shapes.put(id, shapeOf("structure"));
        return id;
    }

    private static List<String> errors(JsonNode holder) {
        Set<String> all = new LinkedHashSet<>();
        holder.path("errors").forEach(e -> all.add(e.path("target").asText()));
        return List.copyOf(all);
    }

    private void visit(String id) {
        if (ids.putIfAbsent(id, ids.size()) != null) {
            return;
        }
        members(id).values().forEach(m -> visit(m.path("target").asText()));
    }

    /// The members of any aggregate shape: a list has `member`, a map `key` and `value`.
    Map<String, JsonNode> members(String id) {
        JsonNode node = shape(id);
        Map<String, JsonNode> all = new LinkedHashMap<>();
        switch (kind(id)) {
            case "structure", "union" ->
                node.path("members").properties().forEach(e -> all.put(e.getKey(), e.getValue()));
            case "list" -> all.put("member", node.path("member"));
            case "map" -> {
                all.put("key", node.path("key"));
                all.put("value", node.path("value"));
            }
            default -> {}
        }
        return all;
    }

    String serviceId() {
        return serviceId;
    }

    JsonNode service() {
        return service;
    }

    List<String> serviceErrors() {
        return errors(service);
    }

    /// By name, in alphabetical order.
    Map<String, Operation> operations() {
        return operations;
    }

    /// Reachable shapes in the order of their numbers.
    Set<String> reachable() {
        return ids.keySet();
    }

    int number(String id) {
        Integer number = ids.get(id);
        if (number == null) {
            throw new IllegalArgumentException("not reachable: " + id);
        }
        return number;
    }

    JsonNode shape(String id) {
        JsonNode node = shapes.get(id);
        if (node == null) {
            throw new IllegalArgumentException("unknown shape " + id);
        }
        return node;
    }

    /// The type, with Smithy 1's sets and enum traits in their newer form.
    String kind(String id) {
        JsonNode node = shape(id);
        String type = node.path("type").asText();
        if (type.equals("set")) {
            return "list";
        }
        return type.equals("string") && has(node, "smithy.api#enum") ? "enum" : type;
    }

    /// Values of an enum shape, in the model's order.
    List<String> enumValues(String id) {
        JsonNode node = shape(id);
        List<String> values = new ArrayList<>();
        node.path("members").properties().forEach(e -> {
            JsonNode value = trait(e.getValue(), "smithy.api#enumValue");
            values.add(value != null ? value.asText() : e.getKey());
        });
        if (values.isEmpty()) {
            node.path("traits")
                    .path("smithy.api#enum")
                    .forEach(e -> values.add(e.path("value").asText()));
        }
        return values;
    }

    static @Nullable JsonNode trait(JsonNode node, String name) {
        return node.path("traits").get(name);
    }

    static boolean has(JsonNode node, String trait) {
        return node.path("traits").has(trait);
    }

    /// A trait of a member that it inherits from its target.
    @Nullable
    JsonNode inherited(JsonNode member, String name) {
        JsonNode own = trait(member, name);
        return own != null ? own : trait(target(member), name);
    }

    /// What a member points at; nothing for a shape itself.
    JsonNode target(JsonNode member) {
        JsonNode target = member.get("target");
        return target == null ? NOTHING : shape(target.asText());
    }

    static String local(String id) {
        return id.substring(id.indexOf('#') + 1);
    }
}
