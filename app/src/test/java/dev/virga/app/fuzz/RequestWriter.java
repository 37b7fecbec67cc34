package dev.virga.app.fuzz;

import dev.virga.wire.Headers;
import dev.virga.wire.Json;
import dev.virga.wire.Member;
import dev.virga.wire.Model;
import dev.virga.wire.Op;
import dev.virga.wire.Percent;
import dev.virga.wire.Protocol;
import dev.virga.wire.Shape;
import dev.virga.wire.TimestampFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes a request as a client would, in each protocol: see [Values] for what the input is made
/// of.
final class RequestWriter {
    private RequestWriter() {}

    static byte[] write(String service, Model model, Op<?, ?> op, Protocol protocol, Map<Member, Object> input) {
        Headers headers = new Headers().add("Host", "localhost:4566");
        return switch (protocol) {
            case AWS_JSON_1_0, AWS_JSON_1_1 -> {
                headers.add(
                        "Content-Type",
                        protocol == Protocol.AWS_JSON_1_0
                                ? "application/x-amz-json-1.0"
                                : "application/x-amz-json-1.1");
                headers.add("X-Amz-Target", target(model, op));
                yield RequestText.write(service, "POST", "/", headers, Json.writeBytes(json(input, false)));
            }
            case AWS_QUERY, EC2_QUERY -> {
                headers.add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
                StringBuilder form = new StringBuilder("Action=" + op.name() + "&Version=" + model.apiVersion());
                query(form, "", input);
                yield RequestText.write(service, "POST", "/", headers, bytes(form.toString()));
            }
            case RPC_V2_CBOR -> {
                headers.add("Smithy-Protocol", "rpc-v2-cbor").add("Content-Type", "application/cbor");
                String path = "/service/" + model.serviceName() + "/operation/" + op.name();
                yield RequestText.write(service, "POST", path, headers, Cbor.write(input));
            }
            case AWS_CBOR_1_1 -> {
                headers.add("Content-Type", "application/x-amz-cbor-1.1").add("X-Amz-Target", target(model, op));
                yield RequestText.write(service, "POST", "/", headers, Cbor.write(input));
            }
            case REST_JSON_1, REST_XML -> rest(service, op, protocol == Protocol.REST_XML, headers, input);
        };
    }

    private static String target(Model model, Op<?, ?> op) {
        String prefix = model.targetPrefix();
        return (prefix.isEmpty() ? model.serviceName() : prefix) + "." + op.name();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// @param wireNames whether `jsonName` counts
    private static Object json(Object value, boolean wireNames) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> out = new LinkedHashMap<>();
                map.forEach((key, x) -> out.put(
                        key instanceof Member member ? (wireNames ? member.jsonName() : member.name()) : key.toString(),
                        json(x, wireNames)));
                yield out;
            }
            case List<?> list -> list.stream().map(x -> json(x, wireNames)).toList();
            case byte[] blob -> Base64.getEncoder().encodeToString(blob);
            case Instant instant -> instant.getEpochSecond();
            default -> value;
        };
    }

    private static void query(StringBuilder out, String prefix, Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                int n = 0;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    if (entry.getKey() instanceof Member member) {
                        query(out, prefix + "." + member.xmlName(), entry.getValue());
                    } else {
                        String at = prefix + ".entry." + ++n;
                        query(out, at + ".key", entry.getKey());
                        query(out, at + ".value", entry.getValue());
                    }
                }
            }
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    query(out, prefix + ".member." + (i + 1), list.get(i));
                }
            }
            default ->
                out.append('&')
                        .append(Percent.encode(prefix.substring(1)))
                        .append('=')
                        .append(Percent.encode(text(value)));
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case byte[] blob -> Base64.getEncoder().encodeToString(blob);
            case Instant instant -> instant.toString();
            default -> value.toString();
        };
    }

    private static byte[] rest(String service, Op<?, ?> op, boolean xml, Headers headers, Map<Member, Object> input) {
        String path = op.uri();
        List<String> query = new ArrayList<>();
        Map<Member, Object> bodyMembers = new LinkedHashMap<>();
        byte[] body = new byte[0];
        for (Map.Entry<Member, Object> entry : input.entrySet()) {
            Member member = entry.getKey();
            Object value = entry.getValue();
            switch (member.location()) {
                case LABEL -> {
                    String encoded = Percent.encode(text(value));
                    path = path.replace("{" + member.locationName() + "+}", encoded.replace("%2F", "/"))
                            .replace("{" + member.locationName() + "}", encoded);
                }
                case QUERY -> {
                    for (Object one : value instanceof List<?> list ? list : List.of(value)) {
                        query.add(member.locationName() + "=" + Percent.encode(text(one)));
                    }
                }
                case QUERY_PARAMS ->
                    ((Map<?, ?>) value)
                            .forEach((k, v) -> query.add(Percent.encode(k.toString()) + "=" + Percent.encode(text(v))));
                case HEADER -> headers.add(member.locationName(), header(member, value));
                case PREFIX_HEADERS ->
                    ((Map<?, ?>) value).forEach((k, v) -> headers.add(member.locationName() + k, text(v)));
                case PAYLOAD -> body = payload(member, value, xml);
                case BODY -> bodyMembers.put(member, value);
                case STATUS -> {}
            }
        }
        if (!bodyMembers.isEmpty()) {
            body = xml ? xml(op.input().name(), bodyMembers) : Json.writeBytes(json(bodyMembers, true));
        }
        String target = path.replace("+}", "}");
        if (!query.isEmpty()) {
            target += (target.indexOf('?') < 0 ? "?" : "&") + String.join("&", query);
        }
        return RequestText.write(service, op.method(), target, headers, body);
    }

    private static String header(Member member, Object value) {
        if (value instanceof Instant instant) {
            return member.timestampFormat() == null || member.timestampFormat() == TimestampFormat.HTTP_DATE
                    ? DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC))
                    : instant.toString();
        }
        return value instanceof List<?> list
                ? String.join(",", list.stream().map(RequestWriter::text).toList())
                : text(value);
    }

    private static byte[] payload(Member member, Object value, boolean xml) {
        if (value instanceof byte[] blob) {
            return blob;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return bytes(text(value));
        }
        return xml ? xml(member.xmlName(), map) : Json.writeBytes(json(map, true));
    }

    private static byte[] xml(String root, Map<?, ?> value) {
        StringBuilder out = new StringBuilder();
        element(out, root, value);
        return bytes(out.toString());
    }

    private static void element(StringBuilder out, String name, Object value) {
        out.append('<').append(name).append('>');
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((key, x) -> {
                    if (key instanceof Member member) {
                        member(out, member, x);
                    } else {
                        out.append("<entry>");
                        element(out, "key", key);
                        element(out, "value", x);
                        out.append("</entry>");
                    }
                });
            default -> out.append(text(value).replace("&", "&amp;").replace("<", "&lt;"));
        }
        out.append("</").append(name).append('>');
    }

    private static void member(StringBuilder out, Member member, Object value) {
        if (!(value instanceof List<?> list)) {
            element(out, member.xmlName(), value);
            return;
        }
        Shape shape = member.target();
        if (!member.flattened()) {
            out.append('<').append(member.xmlName()).append('>');
        }
        for (Object x : list) {
            element(out, member.flattened() ? member.xmlName() : shape.element().xmlName(), x);
        }
        if (!member.flattened()) {
            out.append("</").append(member.xmlName()).append('>');
        }
    }
}
