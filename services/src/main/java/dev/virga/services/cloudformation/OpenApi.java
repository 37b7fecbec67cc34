package dev.virga.services.cloudformation;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An OpenAPI 3 document with API Gateway's extensions, as far as it says what an HTTP API does.
/// Schemas, parameters and responses describe and change nothing.
final class OpenApi {
    private static final String INTEGRATION = "x-amazon-apigateway-integration";
    private static final String CORS = "x-amazon-apigateway-cors";
    private static final String ANY = "x-amazon-apigateway-any-method";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch");

    private final Properties body;

    OpenApi(Properties body) {
        this.body = body;
        String version = body.text("openapi", body.text("swagger", ""));
        if (!version.startsWith("3.")) {
            throw wrong("Unable to import: an HTTP API needs an OpenAPI 3 document, not version '" + version + "'");
        }
    }

    private static RuntimeException wrong(String message) {
        return CfnErrors.validation(message);
    }

    /// Name, version and description of the API.
    Map<String, Object> info() {
        Map<String, Object> info = new LinkedHashMap<>();
        Properties given = body.object("info");
        put(info, "Name", given.text("title"));
        put(info, "Version", given.text("version"));
        put(info, "Description", given.text("description"));
        return info;
    }

    private static void put(Map<String, Object> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Object item : body.list("tags")) {
            Properties tag = Properties.of(item, "tags");
            String value = tag.text("x-amazon-apigateway-tag-value");
            if (value != null) {
                tags.put(tag.required("name"), value);
            }
        }
        return tags;
    }

    /// The CORS configuration under the names of the operations, or null.
    @Nullable
    Map<String, Object> cors() {
        if (!body.has(CORS)) {
            return null;
        }
        Map<String, Object> cors = new LinkedHashMap<>();
        body.object(CORS).tree().forEach((name, value) -> {
            if (value != null) {
                cors.put(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1), value);
            }
        });
        return cors;
    }

    /// Integration of each route under the names of the operations, e.g. of `GET /orders/{id}`.
    Map<String, Map<String, Object>> routes() {
        Map<String, Map<String, Object>> routes = new LinkedHashMap<>();
        Properties paths = body.object("paths");
        for (String path : paths.tree().keySet()) {
            Properties item = paths.object(path);
            for (String method : item.tree().keySet()) {
                if (method.equals(ANY) || METHODS.contains(method.toLowerCase(Locale.ROOT))) {
                    String verb = method.equals(ANY) ? "ANY" : method.toUpperCase(Locale.ROOT);
                    boolean otherwise = path.equals("/$default") || path.equals("$default");
                    String key = otherwise ? "$default" : verb + " " + path;
                    routes.put(key, route(key, item.object(method)));
                }
            }
        }
        return routes;
    }

    private Map<String, Object> route(String key, Properties operation) {
        if (!operation.list("security").isEmpty()) {
            throw wrong("Authorizers are not supported by Virga yet: route " + key);
        }
        if (!operation.has(INTEGRATION)) {
            throw wrong("Unable to import: route " + key + " has no " + INTEGRATION);
        }
        Properties given = operation.object(INTEGRATION);
        String reference = given.text("$ref");
        if (reference != null) {
            given = referenced(reference);
        }
        Map<String, Object> integration = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> member : given.tree().entrySet()) {
            if (member.getValue() != null) {
                put(integration, member(key, member.getKey()), member.getValue());
            }
        }
        integration.computeIfPresent(
                "IntegrationType", (name, type) -> type.toString().toUpperCase(Locale.ROOT));
        return integration;
    }

    /// What an extension's member is called in the operations.
    private static String member(String key, String name) {
        return switch (name) {
            case "uri" -> "IntegrationUri";
            case "type" -> "IntegrationType";
            case "httpMethod" -> "IntegrationMethod";
            case "payloadFormatVersion" -> "PayloadFormatVersion";
            case "timeoutInMillis" -> "TimeoutInMillis";
            case "connectionType" -> "ConnectionType";
            case "connectionId" -> "ConnectionId";
            case "credentials" -> "CredentialsArn";
            case "passthroughBehavior" -> "PassthroughBehavior";
            case "requestParameters" -> "RequestParameters";
            case "responseParameters" -> "ResponseParameters";
            case "integrationSubtype" -> "IntegrationSubtype";
            case "tlsConfig" -> "TlsConfig";
            default -> throw wrong("Unable to import: " + name + " in the integration of route " + key);
        };
    }

    private Properties referenced(String reference) {
        String prefix = "#/components/x-amazon-apigateway-integrations/";
        Properties all = body.object("components").object("x-amazon-apigateway-integrations");
        if (!reference.startsWith(prefix) || !all.has(reference.substring(prefix.length()))) {
            throw wrong("Unable to import: " + reference + " leads nowhere");
        }
        return all.object(reference.substring(prefix.length()));
    }
}
