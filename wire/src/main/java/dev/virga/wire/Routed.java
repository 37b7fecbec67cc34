package dev.virga.wire;

import java.util.Map;

/// A request whose operation is known but whose input is not read yet: what lies between finding
/// out who calls and believing what they send.
///
/// @param protocol the one that the client speaks
/// @param request with its body in memory, when the body had to be read to find the operation
/// @param labels of the path, decoded; REST only
/// @param parameters of the query; of an awsQuery request also those of the form
public record Routed(
        Protocol protocol, Op<?, ?> op, HttpRequest request, Map<String, String> labels, QueryString parameters) {
    /// The same with a request whose body may be trusted; see [SigV4#verify].
    public Routed with(HttpRequest verified) {
        return new Routed(protocol, op, verified, labels, parameters);
    }

    /// Whether the handler reads the body itself, so that it must not be read into memory.
    public boolean streaming() {
        Member payload = op.input().bindings().payload();
        return (payload != null && payload.streaming()) || op.input().eventStream() != null;
    }
}
