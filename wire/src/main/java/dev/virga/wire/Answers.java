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
        HttpResponse response = new HttpResponse(op.status());
        identify(response, model, protocol, requestId);
        Shape shape = op.output();
        switch (protocol) {
            case AWS_JSON_1_0, AWS_JSON_1_1, RPC_V2_CBOR -> {
                response.status = 200;
                JsonWriter out = new JsonWriter(512, false);
                if (op.hasOutput()) {
                    out.structure(output, shape.members());
                }
                jsonBody(response, protocol, model, out.bytes());
            }
            case AWS_QUERY, EC2_QUERY -> {
                response.status = 200;
                response.body("text/xml", query(op, output, requestId));
            }
            case REST_JSON_1, REST_XML -> {
                if (op.hasOutput()) {
                    new ResponseBinding(response, model, protocol == Protocol.REST_XML)
                            .output(shape, output, op.unwrappedOutput());
                }
                if (response.headers.has("Content-Range")) {
                    // The model has no word for it: an answer that is part of something says so by its status.
                    response.status = 206;
                }
            }
        }
        return response;
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

    /// A failure, in the service's own form.
    ///
    /// @param withBody false for HEAD, whose answers have none
    public static HttpResponse encodeError(
            Protocol protocol, Model model, AwsException error, String requestId, boolean withBody) {
        ErrorView view = ErrorView.of(model, error);
        HttpResponse response = new HttpResponse(view.status());
        identify(response, model, protocol, requestId);
        switch (protocol) {
            case AWS_JSON_1_0, AWS_JSON_1_1, RPC_V2_CBOR -> jsonError(response, protocol, model, view);
            case REST_JSON_1 -> restJsonError(response, model, view);
            case AWS_QUERY, EC2_QUERY -> queryError(response, model, view, requestId);
            case REST_XML -> restXmlError(response, model, view, requestId);
        }
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

    /// An error and its shape, when the model has it.
    private record ErrorView(
            String code,
            String queryCode,
            int status,
            boolean client,
            @Nullable String message,
            @Nullable Shape shape,
            @Nullable Struct struct) {
        static ErrorView of(Model model, AwsException error) {
            if (error instanceof Struct struct && struct.shapeId() < model.size()) {
                Shape shape = model.shape(struct.shapeId());
                // The error of another service, met on the way, is none of this model's shapes.
                if (shape.error()
                        && (shape.name().equals(error.code())
                                || shape.queryCode().equals(error.code()))) {
                    return new ErrorView(
                            shape.name(),
                            shape.queryCode(),
                            shape.httpStatus(),
                            shape.clientError(),
                            error.getMessage(),
                            shape,
                            struct);
                }
            }
            return new ErrorView(
                    error.code(), error.code(), error.status(), error.status() < 500, error.getMessage(), null, null);
        }

        List<Member> members() {
            return shape == null ? List.of() : shape.members();
        }

        @Nullable
        Object at(Member member) {
            return struct == null ? null : struct.at(member.index());
        }
    }

    /// DynamoDB's clients compare the body with this checksum.
    private static void jsonBody(HttpResponse response, Protocol protocol, Model model, byte[] bytes) {
        response.body(jsonType(protocol), bytes);
        if (model.signingName().equals("dynamodb")) {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            response.header("X-Amz-Crc32", Long.toString(crc.getValue()));
        }
    }

    private static String jsonType(Protocol protocol) {
        return protocol == Protocol.AWS_JSON_1_0 ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1";
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
    private static String hostId(String requestId) {
        MessageDigest digest = Sha256.start();
        return Base64.getEncoder().encodeToString(digest.digest(requestId.getBytes(StandardCharsets.UTF_8)));
    }

    private static void queryCode(HttpResponse response, Model model, ErrorView view) {
        if (model.awsQueryCompatible()) {
            response.header("x-amzn-query-error", view.queryCode() + ";" + (view.client() ? "Sender" : "Receiver"));
        }
    }

    private static void jsonError(HttpResponse response, Protocol protocol, Model model, ErrorView view) {
        queryCode(response, model, view);
        JsonWriter out = new JsonWriter(256, false);
        out.raw("{\"__type\":");
        Shape shape = view.shape();
        // Clients ignore the namespace; services of the older version send none.
        out.string(shape == null || protocol == Protocol.AWS_JSON_1_1 ? view.code() : shape.fullId());
        boolean message = false;
        for (Member member : view.members()) {
            Object value = view.at(member);
            if (value != null) {
                out.put(',');
                out.member(member, value);
                message |= member.name().equalsIgnoreCase("message");
            }
        }
        if (!message && view.message() != null) {
            out.raw(",\"message\":");
            out.string(view.message());
        }
        out.put('}');
        jsonBody(response, protocol, model, out.bytes());
    }

    private static void restJsonError(HttpResponse response, Model model, ErrorView view) {
        int status = view.status();
        Shape shape = view.shape();
        Struct struct = view.struct();
        if (shape != null && struct != null) {
            new ResponseBinding(response, model, false).output(shape, struct, false);
            response.status = status;
        } else {
            JsonWriter out = new JsonWriter(128, true);
            out.raw("{\"message\":");
            out.string(view.message());
            out.put('}');
            response.body("application/json", out.bytes());
        }
        response.header("X-Amzn-Errortype", view.code());
    }

    private static void queryError(HttpResponse response, Model model, ErrorView view, String requestId) {
        Shape shape = view.shape();
        if (shape != null) {
            response.status = shape.queryStatus();
        }
        XmlWriter out = new XmlWriter(false);
        out.raw("<ErrorResponse" + XmlNames.defaultNamespace(model) + "><Error>");
        out.leaf("Type", view.client() ? "Sender" : "Receiver").leaf("Code", view.queryCode());
        errorMembers(out, view);
        out.raw("</Error>").leaf("RequestId", requestId).raw("</ErrorResponse>");
        response.body("text/xml", out.bytes());
    }

    private static void restXmlError(HttpResponse response, Model model, ErrorView view, String requestId) {
        Shape shape = view.shape();
        Struct struct = view.struct();
        if (shape != null && struct != null) {
            new ResponseBinding(response, model, true).headers(shape, struct);
            response.status = view.status();
        }
        XmlWriter out = new XmlWriter(XmlNames.isS3(model));
        if (model.noErrorWrapping()) {
            out.raw(XmlNames.isS3(model) ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>" : "<Error>");
            out.leaf("Code", view.code());
            errorMembers(out, view);
            out.leaf("RequestId", requestId);
            if (XmlNames.isS3(model)) {
                out.leaf("HostId", hostId(requestId));
            }
            out.raw("</Error>");
        } else {
            out.raw("<ErrorResponse" + XmlNames.defaultNamespace(model) + "><Error>");
            out.leaf("Type", view.client() ? "Sender" : "Receiver").leaf("Code", view.code());
            errorMembers(out, view);
            out.raw("</Error>").leaf("RequestId", requestId).raw("</ErrorResponse>");
        }
        response.body("application/xml", out.bytes());
    }

    private static void errorMembers(XmlWriter out, ErrorView view) {
        boolean message = false;
        for (Member member : view.members()) {
            Object value = view.at(member);
            if (value == null) {
                continue;
            }
            if (member.name().equalsIgnoreCase("message")) {
                out.leaf("Message", value.toString());
                message = true;
            } else if (member.location() == Location.BODY) {
                out.member(member, value);
            }
        }
        if (!message && view.message() != null) {
            out.leaf("Message", view.message());
        }
    }
}
