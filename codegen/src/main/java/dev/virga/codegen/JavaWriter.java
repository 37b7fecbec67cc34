package dev.virga.codegen;

import static dev.virga.codegen.SmithyModel.has;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Writes the Java types of a service: records with builders, sealed unions, errors, constants of
/// enums and operations, and the factory that codecs make values with.
final class JavaWriter {
    private static final String WIRE = "dev.virga.wire.";
    /// Cases of one generated switch, so that no method grows beyond what the JIT compiles.
    private static final int CASES = 64;

    private final SmithyModel model;
    private final String packageName;
    private final String opsClass;
    private final JavaNames names;
    private final Map<String, String> files = new TreeMap<>();

    /// A member as Java sees it.
    private record Property(String name, String type, String member) {}

    /// @param serviceName last part of the package
    JavaWriter(SmithyModel model, String serviceName) {
        this.model = model;
        packageName = "dev.virga.api." + serviceName;
        opsClass = JavaNames.capitalized(serviceName) + "Ops";
        names = new JavaNames(JavaNames.capitalized(serviceName));
    }

    String opsClass() {
        return packageName + "." + opsClass;
    }

    /// Text of every class by its simple name.
    Map<String, String> write() {
        // Structures first: they keep their names when an enum has the same but for case.
        for (String id : model.reachable()) {
            if (isClass(id)) {
                names.classOf(id);
            }
        }
        for (String id : model.reachable()) {
            switch (model.kind(id)) {
                case "structure" -> {
                    if (has(model.shape(id), "smithy.api#error")) {
                        error(id);
                    } else {
                        struct(id);
                    }
                }
                case "union" -> union(id);
                case "enum" -> enumValues(id);
                default -> {}
            }
        }
        types();
        ops();
        return files;
    }

    private boolean isClass(String id) {
        String kind = model.kind(id);
        return kind.equals("structure") || kind.equals("union");
    }

    private void file(String name, CharSequence body) {
        files.put(name, "// Generated from the service model.\npackage " + packageName + ";\n\n" + body);
    }

    /// Java type of a member's value. Generated types are written in full where `scope` declares
    /// names of its own.
    private String type(JsonNode member, boolean qualified) {
        String id = member.path("target").asText();
        boolean streaming = model.inherited(member, "smithy.api#streaming") != null;
        return switch (model.kind(id)) {
            case "string", "enum" -> "String";
            case "boolean" -> "Boolean";
            case "byte" -> "Byte";
            case "short" -> "Short";
            case "integer", "intEnum" -> "Integer";
            case "long" -> "Long";
            case "float" -> "Float";
            case "double" -> "Double";
            case "bigInteger" -> "java.math.BigInteger";
            case "bigDecimal" -> "java.math.BigDecimal";
            case "blob" -> streaming ? WIRE + "Body" : "byte[]";
            case "timestamp" -> "java.time.Instant";
            case "document" -> "Object";
            case "list" -> "java.util.List<" + type(element(id, "member"), qualified) + ">";
            case "map" -> "java.util.Map<String, " + type(element(id, "value"), qualified) + ">";
            case "union" ->
                streaming ? WIRE + "EventStream<" + className(id, qualified) + ">" : className(id, qualified);
            default -> className(id, qualified);
        };
    }

    private JsonNode element(String id, String name) {
        return model.shape(id).path(name);
    }

    private String className(String id, boolean qualified) {
        return qualified ? packageName + "." + names.classOf(id) : names.classOf(id);
    }

    private List<Property> properties(String id, boolean error) {
        List<Property> all = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        model.members(id).forEach((member, node) -> {
            String name = error ? JavaNames.errorProperty(member) : JavaNames.property(member);
            while (!taken.add(name)) {
                name += "_";
            }
            all.add(new Property(name, type(node, false), member));
        });
        return all;
    }

    private void struct(String id) {
        String name = names.classOf(id);
        List<Property> members = properties(id, false);
        Template t = new Template("name", name, "id", model.number(id), "count", members.size());
        StringBuilder out = new StringBuilder();
        List<String> components = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            components.add(
                    "\n    " + members.get(i).type() + " " + members.get(i).name());
            values.add("\n        (" + members.get(i).type() + ") v[" + i + "]");
        }
        out.append("@SuppressWarnings(\"unchecked\")\n");
        out.append(t.fill("public record $name(")).append(String.join(",", components));
        out.append(") implements dev.virga.wire.Struct {\n");
        out.append(t.fill("  static $name of(Object[] v) {\n    return new $name("));
        out.append(String.join(",", values)).append(");\n  }\n");
        out.append(t.fill("  @Override public int shapeId() { return $id; }\n"));
        out.append("  @Override public Object at(int member) {\n    switch (member) {\n");
        for (int i = 0; i < members.size(); i++) {
            out.append("      case " + i + ": return " + members.get(i).name() + ";\n");
        }
        out.append("      default: throw new IndexOutOfBoundsException(member);\n    }\n  }\n");
        out.append("  public static Builder builder() { return new Builder(); }\n");
        out.append("  public Builder toBuilder() {\n    Builder b = new Builder();\n");
        for (int i = 0; i < members.size(); i++) {
            out.append("    b.v[" + i + "] = " + members.get(i).name() + ";\n");
        }
        out.append("    return b;\n  }\n");
        out.append(
                t.fill("  public static final class Builder {\n    private final Object[] v = new Object[$count];\n"));
        for (int i = 0; i < members.size(); i++) {
            Property p = members.get(i);
            out.append("    public Builder " + p.name() + "(" + p.type() + " value) { v[" + i
                    + "] = value; return this; }\n");
        }
        out.append(t.fill("    public $name build() { return of(v); }\n  }\n}\n"));
        file(name, out);
    }

    private void error(String id) {
        String name = names.classOf(id);
        List<Property> members = properties(id, true);
        int message = -1;
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).member().equalsIgnoreCase("message")) {
                message = i;
            }
        }
        Template t = new Template(
                "name",
                name,
                "id",
                model.number(id),
                "count",
                members.size(),
                "code",
                errorCode(id),
                "status",
                status(id));
        StringBuilder out = new StringBuilder();
        out.append("@SuppressWarnings({\"unchecked\", \"serial\"})\n");
        out.append(t.fill(
                "public final class $name extends dev.virga.wire.AwsException implements dev.virga.wire.Struct {\n"));
        out.append(t.fill("  public static final String CODE = \"$code\";\n"));
        out.append("  private final Object[] v;\n\n");
        out.append(t.fill("  private $name(Object[] v, String message) {\n"));
        out.append(t.fill("    super(\"$code\", $status, message);\n    this.v = v;\n  }\n"));
        out.append(t.fill("  public $name(String message) {\n    this(new Object[$count], message);\n"));
        if (message >= 0) {
            out.append("    v[" + message + "] = message;\n");
        }
        out.append("  }\n");
        String text = message < 0 ? "null" : "(String) v[" + message + "]";
        out.append(t.fill("  static $name of(Object[] v) { return new $name(v, "))
                .append(text)
                .append("); }\n");
        out.append(t.fill("  @Override public int shapeId() { return $id; }\n"));
        out.append("  @Override public Object at(int member) { return v[member]; }\n");
        for (int i = 0; i < members.size(); i++) {
            Property p = members.get(i);
            if (i != message) {
                out.append(
                        "  public " + p.type() + " " + p.name() + "() { return (" + p.type() + ") v[" + i + "]; }\n");
                out.append("  public " + name + " " + p.name() + "(" + p.type() + " value) { v[" + i
                        + "] = value; return this; }\n");
            }
        }
        file(name, out.append("}\n"));
    }

    /// Query clients match on the query code; clients of services that also speak JSON on the name.
    private String errorCode(String id) {
        JsonNode service = model.service();
        boolean json = has(service, "aws.protocols#awsJson1_0") || has(service, "aws.protocols#awsJson1_1");
        boolean query = !json && (has(service, "aws.protocols#awsQuery") || has(service, "aws.protocols#ec2Query"));
        String local = SmithyModel.local(id);
        JsonNode traits = model.shape(id).path("traits");
        return query ? traits.path("aws.protocols#awsQueryError").path("code").asText(local) : local;
    }

    private int status(String id) {
        JsonNode traits = model.shape(id).path("traits");
        int otherwise = traits.path("smithy.api#error").asText().equals("client") ? 400 : 500;
        return traits.path("smithy.api#httpError").asInt(otherwise);
    }

    private void union(String id) {
        String name = names.classOf(id);
        StringBuilder out = new StringBuilder();
        StringBuilder cases = new StringBuilder();
        out.append("@SuppressWarnings(\"unchecked\")\n");
        out.append("public sealed interface " + name + " extends dev.virga.wire.Variant {\n");
        int tag = 0;
        Set<String> taken = new HashSet<>();
        for (Map.Entry<String, JsonNode> member : model.members(id).entrySet()) {
            String variant = JavaNames.variant(member.getKey(), name);
            while (!taken.add(variant)) {
                variant += "_";
            }
            String type = type(member.getValue(), true);
            out.append("  record " + variant + "(" + type + " value) implements " + packageName + "." + name
                    + " {\n    @Override public int tag() { return " + tag + "; }\n  }\n");
            cases.append("      case " + tag + ": return new " + variant + "((" + type + ") value);\n");
            tag++;
        }
        out.append("  static " + name + " of(int tag, Object value) {\n    switch (tag) {\n" + cases);
        out.append("      default: throw new IndexOutOfBoundsException(tag);\n    }\n  }\n}\n");
        file(name, out);
    }

    private void enumValues(String id) {
        String name = names.classOf(id);
        Map<String, String> constants = new LinkedHashMap<>();
        for (String value : model.enumValues(id)) {
            String constant = JavaNames.constant(value);
            while (constants.containsKey(constant)) {
                constant += "_";
            }
            constants.put(constant, value);
        }
        StringBuilder out = new StringBuilder("public final class " + name + " {\n  private " + name + "() {}\n");
        constants.forEach((constant, value) ->
                out.append("  public static final String " + constant + " = " + literal(value) + ";\n"));
        file(name, out.append("}\n"));
    }

    private static String literal(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    private void types() {
        Map<Integer, StringBuilder> structs = new TreeMap<>();
        StringBuilder unions = new StringBuilder();
        for (String id : model.reachable()) {
            int number = model.number(id);
            if (model.kind(id).equals("structure")) {
                structs.computeIfAbsent(number / CASES, k -> new StringBuilder())
                        .append("      case " + number + ": return " + names.classOf(id) + ".of(v);\n");
            } else if (model.kind(id).equals("union")) {
                unions.append("      case " + number + ": return " + names.classOf(id) + ".of(tag, value);\n");
            }
        }
        String wrong = "      default: throw new IllegalArgumentException(\"shape \" + id);\n    }\n  }\n";
        StringBuilder out = new StringBuilder("final class Types implements dev.virga.wire.Types {\n");
        out.append("  @Override public dev.virga.wire.Struct struct(int id, Object[] v) {\n");
        out.append("    switch (id / " + CASES + ") {\n");
        structs.keySet().forEach(k -> out.append("      case " + k + ": return struct" + k + "(id, v);\n"));
        out.append(wrong);
        structs.forEach((k, cases) -> out.append("  private static dev.virga.wire.Struct struct" + k
                + "(int id, Object[] v) {\n    switch (id) {\n" + cases + wrong));
        out.append("  @Override public dev.virga.wire.Variant union(int id, int tag, Object value) {\n");
        out.append("    switch (id) {\n" + unions + wrong + "}\n");
        file("Types", out);
    }

    private void ops() {
        Template t = new Template("ops", opsClass);
        StringBuilder out = new StringBuilder(t.fill("public final class $ops {\n  private $ops() {}\n\n"));
        out.append("  public static final dev.virga.wire.Model MODEL =\n");
        out.append(t.fill(
                "      dev.virga.wire.Model.load($ops.class.getResourceAsStream(\"schema.bin\"), new Types());\n\n"));
        model.operations().values().forEach(op -> {
            String input = names.classOf(op.input());
            String output = names.classOf(op.output());
            String constant = JavaNames.capitalized(op.name());
            out.append("  public static final dev.virga.wire.Op<" + input + ", " + output + "> " + constant
                    + " =\n      MODEL.typedOp(\"" + op.name() + "\");\n");
        });
        file(opsClass, out.append("}\n"));
    }

    /// Text with `$names` that stand for values.
    private record Template(Object... namesAndValues) {
        String fill(String text) {
            String filled = text;
            for (int i = 0; i < namesAndValues.length; i += 2) {
                filled = filled.replace("$" + namesAndValues[i], namesAndValues[i + 1].toString());
            }
            return filled;
        }
    }
}
