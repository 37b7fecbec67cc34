package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Stage;
import dev.virga.kernel.Call;

/// What a stage must look like.
final class StageRules {
    private StageRules() {}

    static void check(ApiTable table, Call call, String apiId, Stage stage) {
        String name = stage.stageName();
        if (!name.equals(RoutePattern.DEFAULT) && !name.chars().allMatch(StageRules::allowed)) {
            throw ApiErrors.badRequest("Stage name only allows a-zA-Z0-9_-");
        }
        if (stage.deploymentId() != null) {
            if (Boolean.TRUE.equals(stage.autoDeploy())) {
                throw ApiErrors.badRequest("Deployment ID cannot be set on a stage with auto-deploy enabled");
            }
            table.get(call, Kind.DEPLOYMENT, apiId, stage.deploymentId());
        }
        if (stage.accessLogSettings() != null) {
            throw ApiErrors.notImplemented("accessLogSettings");
        }
        if (stage.clientCertificateId() != null) {
            throw ApiErrors.notImplemented("clientCertificateId");
        }
        if (stage.routeSettings() != null && !stage.routeSettings().isEmpty()) {
            throw ApiErrors.notImplemented("routeSettings");
        }
    }

    private static boolean allowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }
}
