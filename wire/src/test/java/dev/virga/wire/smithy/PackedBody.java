package dev.virga.wire.smithy;

import dev.virga.wire.Location;
import dev.virga.wire.Member;
import dev.virga.wire.Op;
import dev.virga.wire.Protocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import software.amazon.smithy.model.node.Node;
import software.amazon.smithy.model.node.ObjectNode;

/// The cases about compression say what a client compresses, but not the bytes. This sends what it
/// would: text members only.
final class PackedBody {
    private PackedBody() {}

    static byte[] of(Op<?, ?> op, Protocol protocol, ObjectNode params) throws IOException {
        Map<String, String> members = new LinkedHashMap<>();
        for (Member member : op.input().members()) {
            if (!protocol.toString().startsWith("REST") || member.location() == Location.BODY) {
                params.getStringMember(member.name()).ifPresent(text -> members.put(member.name(), text.getValue()));
            }
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text(op, protocol, members).getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private static String text(Op<?, ?> op, Protocol protocol, Map<String, String> members) {
        StringBuilder out = new StringBuilder();
        switch (protocol) {
            case AWS_QUERY, EC2_QUERY -> {
                out.append("Action=").append(op.name());
                members.forEach((name, value) -> out.append('&')
                        .append(
                                protocol == Protocol.EC2_QUERY
                                        ? name.substring(0, 1).toUpperCase()
                                        : name.charAt(0))
                        .append(name.substring(1))
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
            }
            case REST_XML -> {
                out.append("<").append(op.input().name()).append('>');
                members.forEach((name, value) ->
                        out.append("<" + name + ">").append(value).append("</" + name + ">"));
                out.append("</").append(op.input().name()).append('>');
            }
            default -> {
                ObjectNode.Builder json = Node.objectNodeBuilder();
                members.forEach(json::withMember);
                out.append(Node.printJson(json.build()));
            }
        }
        return out.toString();
    }
}
