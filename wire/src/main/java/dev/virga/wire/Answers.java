package dev.virga.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// The way out: outputs and errors in the protocol that the client speaks. [Wire] is the way in.
public final class Answers {
    private Answers() {}

    /// A success.
    public static HttpResponse encode(Protocol protocol, Op<?, ?> op, Struct output, String requestId) {
        Model model = op.model();
        HttpResponse response = new HttpResponse(protocol.rest() ? op.status() : 200);
        identify(response, model, protocol, requestId);
        Shape shape = op.output();
        if (protocol.rest()) {
            if (op.hasOutput()) {
                new ResponseBinding(response, model, protocol).output(shape, output, op.unwrappedOutput());
            }
            if (response.headers.has("Content-Range")) {
                // The model has no word for it: an answer that is part of something says so by its status.
                response.status = 206;
            }
            return response;
        }
        Member stream = shape.eventStream();
        if (stream != null) {
            events(response, protocol, stream, output);
            return response;
        }
        switch (protocol) {
            case AWS_QUERY -> response.body("text/xml", query(op, output, requestId));
            case EC2_QUERY -> response.body("text/xml;charset=UTF-8", ec2(op, output, requestId));
            case RPC_V2_CBOR, AWS_CBOR_1_1 -> {
                CborWriter out = new CborWriter(512, protocol == Protocol.AWS_CBOR_1_1);
                out.structure(output, shape.members());
                boolean silent = protocol == Protocol.RPC_V2_CBOR && !op.hasOutput();
                rpcBody(response, protocol, model, silent ? new byte[0] : out.bytes());
            }
            default -> {
                JsonWriter out = new JsonWriter(512, false);
                if (op.hasOutput()) {
                    out.structure(output, shape.members());
                }
                rpcBody(response, protocol, model, out.bytes());
            }
        }
        return response;
    }

    /// Events of an RPC operation; the rest of its output is the first of them.
    private static void events(HttpResponse response, Protocol protocol, Member stream, Struct output) {
        EventCodec codec = new EventCodec(protocol, stream.target());
        EventMessage first = codec.initial(EventCodec.INITIAL_RESPONSE, stream.owner(), output);
        if (protocol == Protocol.RPC_V2_CBOR) {
            response.header("smithy-protocol", "rpc-v2-cbor");
        }
        stream(response, codec, output.at(stream.index()), first);
    }

    static void stream(HttpResponse response, EventCodec codec, @Nullable Object events, @Nullable EventMessage first) {
        EventStream<?> source = events instanceof EventStream<?> given ? given : EventStream.of(List.of());
        response.header("Content-Type", EventMessage.CONTENT_TYPE);
        response.body = new Body(new EventStreamBody(codec, source, first), -1);
    }

    private static byte[] query(Op<?, ?> op, Struct output, String requestId) {
        XmlWriter out = new XmlWriter(false);
        String name = op.name();
        out.raw("<" + name + "Response" + XmlNames.defaultNamespace(op.model()) + ">");
        if (op.hasOutput() || !op.output().members().isEmpty()) {
            out.raw("<" + name + "Result>");
            out.structure(output, op.output().members());
            out.raw("</" + name + "Result>");
        }
        out.raw("<ResponseMetadata>").leaf("RequestId", requestId).raw("</ResponseMetadata></" + name + "Response>");
        return out.bytes();
    }

    private static byte[] ec2(Op<?, ?> op, Struct output, String requestId) {
        XmlWriter out = new XmlWriter(false);
        String name = op.name();
        out.raw("<" + name + "Response" + XmlNames.defaultNamespace(op.model()) + ">");
        out.structure(output, op.output().members());
        out.leaf("requestId", requestId).raw("</" + name + "Response>");
        return out.bytes();
    }

    /// A failure, in the service's own form.
    ///
    /// @param withBody false for HEAD, whose answers have none
    public static HttpResponse encodeError(
            Protocol protocol, Model model, AwsException error, String requestId, boolean withBody) {
        ErrorView view = ErrorView.of(model, error);
        HttpResponse response = new HttpResponse(view.status());
        identify(response, model, protocol, requestId);
        ErrorAnswers.write(response, protocol, model, view, requestId);
        if (!withBody || response.status == 304) {
            response.body = Body.EMPTY;
            response.headers.remove("Content-Type");
        }
        return response;
    }

    /// As above, with a body.
    public static HttpResponse encodeError(Protocol protocol, Model model, AwsException error, String requestId) {
        return encodeError(protocol, model, error, requestId, true);
    }

    /// The body of an answer in JSON or CBOR. DynamoDB's clients compare it with a checksum.
    static void rpcBody(HttpResponse response, Protocol protocol, Model model, byte[] bytes) {
        if (protocol == Protocol.RPC_V2_CBOR) {
            response.header("smithy-protocol", "rpc-v2-cbor");
            if (bytes.length == 0) {
                return;
            }
        }
        response.body(rpcType(protocol), bytes);
        if (model.signingName().equals("dynamodb")) {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            response.header("X-Amz-Crc32", Long.toString(crc.getValue()));
        }
    }

    private static String rpcType(Protocol protocol) {
        return switch (protocol) {
            case RPC_V2_CBOR -> "application/cbor";
            case AWS_CBOR_1_1 -> "application/x-amz-cbor-1.1";
            case AWS_JSON_1_0 -> "application/x-amz-json-1.0";
            default -> "application/x-amz-json-1.1";
        };
    }

    private static void identify(HttpResponse response, Model model, Protocol protocol, String requestId) {
        if (protocol == Protocol.REST_XML && XmlNames.isS3(model)) {
            response.header("x-amz-request-id", requestId);
            response.header("x-amz-id-2", hostId(requestId));
        } else {
            response.header("x-amzn-RequestId", requestId);
        }
    }

    /// S3's second id: opaque to clients, who only repeat it to support.
    static String hostId(String requestId) {
        MessageDigest digest = Sha256.start();
        return Base64.getEncoder().encodeToString(digest.digest(requestId.getBytes(StandardCharsets.UTF_8)));
    }
}
