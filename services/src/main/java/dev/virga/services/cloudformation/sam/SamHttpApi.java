package dev.virga.services.cloudformation.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// AWS::Serverless::HttpApi: an API whose body is an OpenAPI document, and its stage.
final class SamHttpApi {
    private static final String DEFAULT_STAGE = "$default";
    private static final List<String> CORS =
            List.of("AllowOrigins", "AllowHeaders", "AllowMethods", "ExposeHeaders", "MaxAge", "AllowCredentials");

    private final SamResource source;

    SamHttpApi(SamResource source) {
        this.source = source;
    }

    void translate() {
        Object uri = source.get("DefinitionUri");
        Object body = source.get("DefinitionBody");
        if (uri != null && body != null) {
            throw source.invalid("Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.");
        }
        if (source.isSet("Domain")) {
            throw source.unsupported("The property 'Domain'");
        }
        source.expectBoolean("DisableExecuteApiEndpoint");
        Map<String, @Nullable Object> api = Tree.map("FailOnWarnings", source.get("FailOnWarnings"));
        if (uri != null) {
            refuseWithUri();
            api.put("BodyS3Location", location(uri));
        } else {
            api.put("Body", definition(Tree.objectOrEmpty(body)));
        }
        source.emit(source.id(), "AWS::ApiGatewayV2::Api", api, source.attributes());
        stage();
    }

    private void refuseWithUri() {
        for (String name : List.of("Tags", "CorsConfiguration", "Auth", "DisableExecuteApiEndpoint", "Description")) {
            if (source.isSet(name)) {
                throw source.invalid(
                        name + " works only with inline OpenApi specified in the 'DefinitionBody' property.");
            }
        }
    }

    private Map<String, @Nullable Object> location(Object uri) {
        Map<String, @Nullable Object> code = SamS3Location.of(source, "DefinitionUri", uri);
        return Tree.map(
                "Bucket", code.get("S3Bucket"), "Key", code.get("S3Key"), "Version", code.get("S3ObjectVersion"));
    }

    private Map<String, @Nullable Object> definition(Map<String, @Nullable Object> body) {
        if (source.isSet("CorsConfiguration")) {
            Object cors = cors(source.translation().parameters().resolve(source.get("CorsConfiguration")));
            if (cors != null) {
                body.put("x-amazon-apigateway-cors", cors);
            }
        }
        new SamHttpApiAuth(source.properties()).applyTo(source, body);
        new OpenApi(body).addTags(tags());
        Object disabled = source.get("DisableExecuteApiEndpoint");
        if (disabled != null) {
            body.put(
                    "servers",
                    Tree.list(Tree.map(
                            "url",
                            "",
                            "x-amazon-apigateway-endpoint-configuration",
                            Tree.map("disableExecuteApiEndpoint", disabled))));
        }
        if (source.get("Description") != null) {
            Tree.child(body, "info").put("description", source.get("Description"));
        }
        if (source.get("Name") != null) {
            Tree.child(body, "info").put("title", source.get("Name"));
        }
        Map<String, @Nullable Object> paths = new OpenApi(body).paths();
        // An import that fails on warnings wants every path to begin with a slash.
        if (Tree.isSet(source.get("FailOnWarnings")) && paths.containsKey(OpenApi.DEFAULT_PATH)) {
            paths.put("/" + OpenApi.DEFAULT_PATH, paths.remove(OpenApi.DEFAULT_PATH));
        }
        return body;
    }

    private @Nullable Object cors(@Nullable Object given) {
        if (Tree.isTrue(given)) {
            return Tree.map("allowOrigins", Tree.list("*"));
        }
        if (Tree.isFalse(given)) {
            return null;
        }
        List<@Nullable Object> branches = Tree.branches(given);
        if (branches != null) {
            return Tree.when(branches.get(0), corsBranch(branches.get(1)), corsBranch(branches.get(2)));
        }
        if (Tree.isIntrinsic(given)) {
            return given;
        }
        if (!(given instanceof Map)) {
            throw source.invalid("Invalid value for 'CorsConfiguration' property.");
        }
        Map<String, @Nullable Object> result = Tree.map();
        Tree.objectOrEmpty(given).forEach((name, value) -> {
            if (!CORS.contains(name)) {
                throw source.invalid("Invalid value for 'CorsConfiguration' property.");
            }
            if (Tree.isSet(value)) {
                result.put(SamHttpApiAuth.lower(name), value);
            }
        });
        return result;
    }

    private @Nullable Object corsBranch(@Nullable Object branch) {
        return branch instanceof Map && !Tree.isIntrinsic(branch) ? cors(branch) : branch;
    }

    private Map<String, @Nullable Object> tags() {
        return SamTags.object("httpapi:createdBy", source.object("Tags"));
    }

    private void stage() {
        Object name = source.get("StageName");
        if (name == null) {
            name = DEFAULT_STAGE;
        }
        String id = source.id();
        String logicalId;
        if (name.equals(DEFAULT_STAGE)) {
            logicalId = id + "ApiGatewayDefaultStage";
        } else if (name instanceof String text && text.matches("[A-Za-z0-9]+")) {
            logicalId = id + text + "Stage";
        } else {
            logicalId = id + "Stage" + (Tree.isIntrinsic(name) ? "" : SamHash.of(name));
        }
        source.translation().references().generated(id, "Stage", logicalId);
        source.emit(
                logicalId,
                "AWS::ApiGatewayV2::Stage",
                Tree.map(
                        "ApiId", Tree.ref(id),
                        "StageName", name,
                        "AutoDeploy", true,
                        "Tags", source.get("DefinitionUri") == null ? tags() : null,
                        "StageVariables", source.get("StageVariables"),
                        "AccessLogSettings", source.get("AccessLogSettings"),
                        "DefaultRouteSettings", source.get("DefaultRouteSettings"),
                        "RouteSettings", source.get("RouteSettings")));
    }
}
