package dev.virga.services.apigatewayv2;

import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import java.util.List;

/// What IAM has to allow: API Gateway's actions are HTTP verbs on paths.
final class ApiAccess {
    private ApiAccess() {}

    static List<Access> to(String verb, Call call, String path) {
        return List.of(Access.to("apigateway:" + verb, "arn:aws:apigateway:" + call.region() + "::" + path));
    }
}
