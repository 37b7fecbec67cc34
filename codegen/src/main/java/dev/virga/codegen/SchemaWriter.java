package dev.virga.codegen;

import static dev.virga.codegen.SmithyModel.has;
import static dev.virga.codegen.SmithyModel.trait;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the compact binary schema of a service. `dev.virga.wire.Model` draws its layout.
final class SchemaWriter {
    private static final int VERSION = 1;
    private static final List<String> KINDS = List.of(
            "string",
            "boolean",
            "byte",
            "short",
            "integer",
            "long",
            "float",
            "double",
            "bigInteger",
            "bigDecimal",
            "blob",
            "timestamp",
            "document",
            "list",
            "map",
            "structure",
            "union",
            "enum",
            "intEnum");
    private static final List<String> PROTOCOLS = List.of(
            "aws.protocols#awsJson1_0",
            "aws.protocols#awsJson1_1",
            "aws.protocols#awsQuery",
            "aws.protocols#ec2Query",
            "aws.protocols#restJson1",
            "aws.protocols#restXml",
            "smithy.protocols#rpcv2Cbor");
    private static final int QUERY_COMPATIBLE = 1 << 8;
    private static final int NO_ERROR_WRAPPING = 1 << 9;
    private static final List<String> TIMESTAMP_FORMATS = List.of("epoch-seconds", "date-time", "http-date");
    private static final List<String> LOCATIONS = List.of(
            "(body)",
            "smithy.api#httpLabel",
            "smithy.api#httpQuery",
            "smithy.api#httpQueryParams",
            "smithy.api#httpHeader",
            "smithy.api#httpPrefixHeaders",
            "smithy.api#httpPayload",
            "smithy.api#httpResponseCode");
    /// Traits whose presence is one bit; the position is the bit.
    private static final List<String> FLAGS = List.of(
            "smithy.api#required",
            "smithy.api#xmlFlattened",
            "smithy.api#xmlAttribute",
            "smithy.api#sparse",
            "smithy.api#streaming",
            "smithy.api#error",
            "smithy.api#idempotencyToken",
            "smithy.api#eventPayload",
            "smithy.api#eventHeader",
            "smithy.api#uniqueItems",
            "smithy.api#sensitive",
            "smithy.api#requiresLength",
            "dev.virga#openEnum",
            "smithy.api#hostLabel");
    /// Flags that a member takes over from its target.
    private static final List<String> INHERITED_FLAGS = List.of(
            "smithy.api#sparse",
            "smithy.api#streaming",
            "smithy.api#uniqueItems",
            "smithy.api#sensitive",
            "smithy.api#requiresLength");

    private final SmithyModel model;
    private final Map<String, Integer> pool = new LinkedHashMap<>();

    SchemaWriter(SmithyModel model) {
        this.model = model;
    }

    byte[] write() {
        List<byte[]> bodies = new ArrayList<>();
        for (String id : model.reachable()) {
            bodies.add(body(id));
        }
        Bytes service = service();
        Bytes out = new Bytes();
        out.write('V');
        out.write('S');
        out.write(VERSION);
        out.number(pool.size());
        for (String text : pool.keySet()) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            out.number(utf8.length);
            out.writeBytes(utf8);
        }
        out.writeBytes(service.toByteArray());
        out.number(bodies.size());
        bodies.forEach(b -> out.number(b.length));
        bodies.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private Bytes service() {
        JsonNode service = model.service();
        JsonNode api = service.path("traits").path("aws.api#service");
        String local = SmithyModel.local(model.serviceId());
        String signing =
                service.path("traits").path("aws.auth#sigv4").path("name").asText("");
        Bytes out = new Bytes();
        out.string(local);
        out.string(model.serviceId().substring(0, model.serviceId().indexOf('#')));
        out.string(service.path("version").asText(""));
        out.string(api.path("sdkId").asText(local));
        out.string(api.path("endpointPrefix").asText(signing));
        out.string(signing);
        boolean json = has(service, PROTOCOLS.get(0)) || has(service, PROTOCOLS.get(1));
        out.string(service.path("traits").path("dev.virga#targetPrefix").asText(json ? local : ""));
        out.string(service.path("traits")
                .path("smithy.api#xmlNamespace")
                .path("uri")
                .asText(""));
        out.number(protocolBits(service));
        out.shapes(model.serviceErrors());
        out.number(model.operations().size());
        model.operations().values().forEach(op -> operation(out, op));
        return out;
    }

    private static int protocolBits(JsonNode service) {
        int bits = 0;
        for (int i = 0; i < PROTOCOLS.size(); i++) {
            bits |= has(service, PROTOCOLS.get(i)) ? 1 << i : 0;
        }
        bits |= has(service, "aws.protocols#awsQueryCompatible") ? QUERY_COMPATIBLE : 0;
        boolean bare = service.path("traits")
                .path("aws.protocols#restXml")
                .path("noErrorWrapping")
                .asBoolean();
        return bits | (bare ? NO_ERROR_WRAPPING : 0);
    }

    private void operation(Bytes out, SmithyModel.Operation op) {
        JsonNode node = op.node();
        out.string(op.name());
        out.number(model.number(op.input()));
        out.number(model.number(op.output()));
        out.shapes(op.errors());
        JsonNode http = trait(node, "smithy.api#http");
        out.number(http == null ? 0 : 1);
        if (http != null) {
            out.string(http.path("method").asText());
            out.string(uri(http.path("uri").asText()));
            out.number(http.path("code").asInt(200));
        }
        JsonNode auth = trait(node, "smithy.api#auth");
        boolean noAuth = auth != null && auth.isEmpty();
        out.number((has(node, "aws.customizations#s3UnwrappedXmlOutput") ? 1 : 0)
                | (has(node, "smithy.api#endpoint") ? 2 : 0)
                | (noAuth ? 4 : 0)
                | (op.hasInput() ? 0 : 8)
                | (op.hasOutput() ? 0 : 16));
    }

    /// Newer SDKs name the operation in a literal query parameter; older ones do not, so routes
    /// must not depend on it.
    private static String uri(String uri) {
        return uri.replaceFirst("[?&]x-id=[A-Za-z0-9]+", "");
    }

    private byte[] body(String id) {
        JsonNode node = model.shape(id);
        String kind = model.kind(id);
        Bytes out = new Bytes();
        facet(out, node, null);
        out.number(KINDS.indexOf(kind));
        out.string(SmithyModel.local(id));
        Map<String, JsonNode> members = model.members(id);
        if (kind.equals("structure") || kind.equals("union")) {
            out.number(members.size());
        }
        members.forEach((name, member) -> {
            facet(out, member, name);
            out.string(name);
            out.number(model.number(member.path("target").asText()));
        });
        JsonNode error = trait(node, "smithy.api#error");
        if (error != null) {
            JsonNode query = node.path("traits").path("aws.protocols#awsQueryError");
            out.number(node.path("traits").path("smithy.api#httpError").asInt(0));
            out.number(failureFlags(error, trait(node, "smithy.api#retryable")));
            out.string(query.path("code").asText(""));
            out.number(query.path("httpResponseCode").asInt(0));
        }
        if (kind.equals("enum")) {
            List<String> values = model.enumValues(id);
            out.number(values.size());
            values.forEach(out::string);
        } else if (kind.equals("intEnum")) {
            out.number(node.path("members").size());
            for (JsonNode member : node.path("members")) {
                int value = member.path("traits").path("smithy.api#enumValue").asInt();
                out.number(value << 1 ^ value >> 31);
            }
        }
        return out.toByteArray();
    }

    /// @param memberName null for a shape
    private void facet(Bytes out, JsonNode node, @Nullable String memberName) {
        int flags = 0;
        for (int i = 0; i < FLAGS.size(); i++) {
            String flag = FLAGS.get(i);
            boolean set = has(node, flag) || (INHERITED_FLAGS.contains(flag) && has(model.target(node), flag));
            flags |= set ? 1 << i : 0;
        }
        Fields fields = new Fields();
        fields.text(0, trait(node, "smithy.api#jsonName"));
        fields.text(1, trait(node, "smithy.api#xmlName"));
        JsonNode namespace = trait(node, "smithy.api#xmlNamespace");
        if (namespace != null) {
            fields.text(2, namespace.get("uri"));
            fields.text(3, namespace.get("prefix"));
        }
        JsonNode format = model.inherited(node, "smithy.api#timestampFormat");
        if (format != null) {
            fields.add(4).number(TIMESTAMP_FORMATS.indexOf(format.asText()));
        }
        if (memberName != null) {
            location(fields, node, memberName);
        }
        bounds(fields, node);
        fields.text(8, model.inherited(node, "smithy.api#pattern"));
        JsonNode value = trait(node, "smithy.api#default");
        if (value != null && !value.isNull()) {
            fields.add(9).string(value.toString());
        }
        fields.text(10, trait(node, "aws.protocols#ec2QueryName"));
        fields.text(11, model.inherited(node, "smithy.api#mediaType"));
        out.number(flags);
        out.number(fields.present);
        out.writeBytes(fields.bytes.toByteArray());
    }

    private static void location(Fields fields, JsonNode member, String memberName) {
        for (int i = 1; i < LOCATIONS.size(); i++) {
            JsonNode trait = trait(member, LOCATIONS.get(i));
            if (trait != null) {
                Bytes out = fields.add(5);
                out.number(i);
                out.string(trait.isTextual() ? trait.asText() : memberName);
                return;
            }
        }
    }

    private void bounds(Fields fields, JsonNode node) {
        JsonNode length = model.inherited(node, "smithy.api#length");
        JsonNode bounds = length != null ? length : model.inherited(node, "smithy.api#range");
        if (bounds != null) {
            Bytes out = fields.add(length != null ? 6 : 7);
            out.real(bounds.path("min").asDouble(Double.NEGATIVE_INFINITY));
            out.real(bounds.path("max").asDouble(Double.POSITIVE_INFINITY));
        }
    }

    /// Optional fields and the bits that announce them; they are added in the order of their bits.
    private final class Fields {
        final Bytes bytes = new Bytes();
        int present;

        Bytes add(int bit) {
            present |= 1 << bit;
            return bytes;
        }

        void text(int bit, @Nullable JsonNode value) {
            if (value != null) {
                add(bit).string(value.asText());
            }
        }
    }

    private final class Bytes extends ByteArrayOutputStream {
        void number(int value) {
            int rest = value;
            while ((rest & ~0x7f) != 0) {
                write((rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            write(rest);
        }

        void real(double value) {
            long bits = Double.doubleToLongBits(value);
            for (int shift = 56; shift >= 0; shift -= 8) {
                write((int) (bits >>> shift));
            }
        }

        void string(String text) {
            Integer known = pool.putIfAbsent(text, pool.size());
            number(known != null ? known : pool.size() - 1);
        }

        void shapes(List<String> ids) {
            number(ids.size());
            ids.forEach(id -> number(model.number(id)));
        }
    }

    private static int failureFlags(JsonNode error, @Nullable JsonNode retryable) {
        return (error.asText().equals("client") ? 1 : 0)
                | (retryable != null ? 2 : 0)
                | (retryable != null && retryable.path("throttling").asBoolean() ? 4 : 0);
    }
}
