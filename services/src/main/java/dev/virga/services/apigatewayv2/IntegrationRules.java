package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Integration;
import dev.virga.kernel.Arn;
import org.jspecify.annotations.Nullable;

/// What an integration of an HTTP API must look like. Today that is a Lambda proxy; every other
/// kind is refused by name.
final class IntegrationRules {
    /// The longest that API Gateway waits for an integration.
    static final int LONGEST_MILLIS = 30_000;

    private IntegrationRules() {}

    static void check(Integration integration) {
        if (!"AWS_PROXY".equals(integration.integrationType())) {
            throw ApiErrors.notImplemented("integrationType " + integration.integrationType());
        }
        if (integration.integrationSubtype() != null) {
            throw ApiErrors.notImplemented("integrationSubtype " + integration.integrationSubtype());
        }
        refuse("credentialsArn", integration.credentialsArn());
        refuse("connectionId", integration.connectionId());
        refuse("requestParameters", integration.requestParameters());
        refuse("responseParameters", integration.responseParameters());
        refuse("tlsConfig", integration.tlsConfig());
        String version = integration.payloadFormatVersion();
        if (version == null) {
            throw ApiErrors.badRequest("PayloadFormatVersion is a required parameter for integration type AWS_PROXY");
        }
        if (!version.equals("1.0") && !version.equals("2.0")) {
            throw ApiErrors.badRequest("PayloadFormatVersion must be one of '1.0', '2.0'");
        }
        String uri = integration.integrationUri();
        Arn arn = uri == null ? null : Arn.parse(HttpApiDoor.functionArn(uri));
        if (arn == null || !arn.service().equals("lambda") || !arn.resource().startsWith("function:")) {
            throw ApiErrors.badRequest("Invalid function ARN or invalid uri");
        }
    }

    private static void refuse(String member, @Nullable Object value) {
        if (value != null) {
            throw ApiErrors.notImplemented("integration with " + member);
        }
    }
}
