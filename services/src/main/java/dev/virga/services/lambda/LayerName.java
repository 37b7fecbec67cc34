package dev.virga.services.lambda;

import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;

/// Which layer a request means: a name or an ARN.
record LayerName(String account, String region, String name) {
    private static final String LAYER = "layer:";
    private static final int MAX_NAME = 140;

    static LayerName parse(String text, Call call) {
        if (!text.startsWith("arn:")) {
            if (!text.matches("[a-zA-Z0-9-_]+") || text.length() > MAX_NAME) {
                throw invalid(text);
            }
            return new LayerName(call.account(), call.region(), text);
        }
        Arn arn = Arn.parse(text);
        if (arn == null || !arn.service().equals("lambda") || !arn.resource().matches(LAYER + "[a-zA-Z0-9-_]+")) {
            throw invalid(text);
        }
        return new LayerName(arn.account(), arn.region(), arn.resource().substring(LAYER.length()));
    }

    private static RuntimeException invalid(String text) {
        return LambdaErrors.validation("Value '" + text + "' at 'layerName' failed to satisfy constraint: Member must"
                + " satisfy regular expression pattern:"
                + " (arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+");
    }

    String arn() {
        return new Arn("lambda", region, account, LAYER + name).toString();
    }

    String versionArn(long number) {
        return arn() + ":" + number;
    }
}
