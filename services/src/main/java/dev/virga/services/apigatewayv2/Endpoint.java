package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Api;
import dev.virga.kernel.Call;

/// The address of an API, made for each answer: it depends on how the client reaches this cloud.
final class Endpoint {
    private Endpoint() {}

    static Api of(Api api, Call call) {
        String url = call.endpoint() + HttpApiDoor.PATH_PREFIX + api.apiId();
        return api.toBuilder().apiEndpoint(url).build();
    }
}
