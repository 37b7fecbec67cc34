package dev.virga.wire;

/// Failures in each protocol's own form.
final class ErrorAnswers {
    private ErrorAnswers() {}

    static void write(HttpResponse response, Protocol protocol, Model model, ErrorView view, String requestId) {
        switch (protocol) {
            case AWS_JSON_1_0, AWS_JSON_1_1 -> jsonError(response, protocol, model, view);
            case RPC_V2_CBOR, AWS_CBOR_1_1 -> cborError(response, protocol, model, view);
            case REST_JSON_1 -> restJsonError(response, model, view);
            case AWS_QUERY -> queryError(response, model, view, requestId);
            case EC2_QUERY -> ec2Error(response, view, requestId);
            case REST_XML -> restXmlError(response, model, view, requestId);
        }
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
        Answers.rpcBody(response, protocol, model, out.bytes());
    }

    private static void restJsonError(HttpResponse response, Model model, ErrorView view) {
        int status = view.status();
        Shape shape = view.shape();
        Struct struct = view.struct();
        if (shape != null && struct != null) {
            new ResponseBinding(response, model, Protocol.REST_JSON_1).output(shape, struct, false);
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
            new ResponseBinding(response, model, Protocol.REST_XML).headers(shape, struct);
            response.status = view.status();
        }
        XmlWriter out = new XmlWriter(XmlNames.isS3(model));
        if (model.noErrorWrapping()) {
            out.raw(XmlNames.isS3(model) ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>" : "<Error>");
            out.leaf("Code", view.code());
            errorMembers(out, view);
            view.details().forEach(out::leaf);
            out.leaf("RequestId", requestId);
            if (XmlNames.isS3(model)) {
                out.leaf("HostId", Answers.hostId(requestId));
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

    private static void cborError(HttpResponse response, Protocol protocol, Model model, ErrorView view) {
        queryCode(response, model, view);
        CborWriter out = new CborWriter(256, protocol == Protocol.AWS_CBOR_1_1);
        out.open();
        out.text("__type");
        Shape shape = view.shape();
        out.text(shape == null || protocol == Protocol.AWS_CBOR_1_1 ? view.code() : shape.fullId());
        boolean message = false;
        for (Member member : view.members()) {
            Object value = view.at(member);
            if (value != null) {
                out.member(member, value);
                message |= member.name().equalsIgnoreCase("message");
            }
        }
        String text = view.message();
        if (!message && text != null) {
            out.text("message");
            out.text(text);
        }
        out.close();
        Answers.rpcBody(response, protocol, model, out.bytes());
    }

    private static void ec2Error(HttpResponse response, ErrorView view, String requestId) {
        XmlWriter out = new XmlWriter(false);
        out.raw("<Response><Errors><Error>").leaf("Code", view.queryCode());
        errorMembers(out, view);
        out.raw("</Error></Errors>").leaf("RequestID", requestId).raw("</Response>");
        response.body("text/xml;charset=UTF-8", out.bytes());
    }
}
