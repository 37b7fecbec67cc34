package dev.virga.services.cloudformation;

import dev.virga.api.apigatewayv2.Api;
import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.CreateApiRequest;
import dev.virga.api.apigatewayv2.DeleteApiRequest;
import dev.virga.api.apigatewayv2.DeleteCorsConfigurationRequest;
import dev.virga.api.apigatewayv2.GetApiRequest;
import dev.virga.api.apigatewayv2.GetApisRequest;
import dev.virga.api.apigatewayv2.GetApisResponse;
import dev.virga.api.apigatewayv2.TagResourceRequest;
import dev.virga.api.apigatewayv2.UntagResourceRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `AWS::ApiGatewayV2::Api`: an HTTP API, whole or as an OpenAPI document in `Body`.
final class HttpApiResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("""
            ApiKeySelectionExpression- BasePath- Body BodyS3Location- CorsConfiguration CredentialsArn-
            Description DisableExecuteApiEndpoint DisableSchemaValidation- FailOnWarnings IpAddressType Name
            ProtocolType! RouteKey! RouteSelectionExpression- Tags Target! Version""");

    /// Tag that finds an API again which was made just before a crash.
    private static final String MARK = "virga:cloudformation";

    @Override
    public String name() {
        return "AWS::ApiGatewayV2::Api";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public TagForm tagging() {
        return TagForm.MAP;
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        String found = deed.again() ? find(deed) : null;
        String apiId = found;
        if (apiId == null) {
            Properties input = api(properties).with("ProtocolType", properties.text("ProtocolType", "HTTP"));
            for (String quick : List.of("RouteKey", "Target")) {
                input = input.with(quick, properties.get(quick));
            }
            Map<String, String> tags = new LinkedHashMap<>(tags(properties));
            tags.put(MARK, deed.name());
            CreateApiRequest request = Inputs.of(Apigatewayv2Ops.CreateApi.input(), input.with("Tags", tags));
            apiId = deed.call(Apigatewayv2Ops.CreateApi, request).apiId();
        }
        try {
            routes(deed, apiId, properties);
        } catch (RuntimeException e) {
            remove(deed, apiId);
            throw e;
        }
        return made(deed, apiId, properties);
    }

    private static Made made(Deed deed, String apiId, Properties properties) {
        String endpoint = deed.call(
                        Apigatewayv2Ops.GetApi,
                        GetApiRequest.builder().apiId(apiId).build())
                .apiEndpoint();
        return Made.of(apiId, properties).with("ApiId", apiId).with("ApiEndpoint", endpoint);
    }

    private static @Nullable String find(Deed deed) {
        String token = null;
        do {
            GetApisResponse page = deed.call(
                    Apigatewayv2Ops.GetApis,
                    GetApisRequest.builder().nextToken(token).build());
            for (Api api : page.items() == null ? List.<Api>of() : page.items()) {
                if (api.tags() != null && deed.name().equals(api.tags().get(MARK))) {
                    return api.apiId();
                }
            }
            token = page.nextToken();
        } while (token != null);
        return null;
    }

    private static void routes(Deed deed, String apiId, Properties properties) {
        OpenApi document = document(properties);
        if (document != null) {
            new OpenApiImport(deed, apiId).bring(document);
        }
    }

    private static @Nullable OpenApi document(Properties properties) {
        return properties.has("Body") ? new OpenApi(properties.object("Body")) : null;
    }

    /// What the operations take, from the properties and, where they are silent, the document.
    private static Properties api(Properties properties) {
        Map<String, @Nullable Object> input = new LinkedHashMap<>();
        for (String name : List.of("Description", "DisableExecuteApiEndpoint", "IpAddressType", "Name", "Version")) {
            if (properties.has(name)) {
                input.put(name, properties.get(name));
            }
        }
        OpenApi document = document(properties);
        Object cors = properties.get("CorsConfiguration");
        if (document != null) {
            document.info().forEach(input::putIfAbsent);
            cors = cors == null ? document.cors() : cors;
        }
        if (cors != null) {
            input.put("CorsConfiguration", cors);
        }
        if (!input.containsKey("Name")) {
            throw CfnErrors.validation("Property Name cannot be empty.");
        }
        return new Properties(input);
    }

    private static Map<String, String> tags(Properties properties) {
        OpenApi document = document(properties);
        Map<String, String> tags = new LinkedHashMap<>(document == null ? Map.of() : document.tags());
        tags.putAll(properties.tags("Tags"));
        return tags;
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        String apiId = before.physicalId();
        Properties old = new Properties(before.properties());
        Properties input = api(properties);
        if (api(old).has("CorsConfiguration") && !input.has("CorsConfiguration")) {
            deed.callUnlessGone(
                    Apigatewayv2Ops.DeleteCorsConfiguration,
                    DeleteCorsConfigurationRequest.builder().apiId(apiId).build());
        }
        if (!input.has("Description")) {
            input = input.with("Description", "");
        }
        if (!input.has("DisableExecuteApiEndpoint")) {
            input = input.with("DisableExecuteApiEndpoint", false);
        }
        deed.call(Apigatewayv2Ops.UpdateApi, Inputs.of(Apigatewayv2Ops.UpdateApi.input(), input.with("ApiId", apiId)));
        routes(deed, apiId, properties);
        String arn = "arn:aws:apigateway:" + deed.region() + "::/apis/" + apiId;
        changeTags(deed, arn, tags(old), tags(properties));
        return made(deed, apiId, properties);
    }

    static void changeTags(Deed deed, String arn, Map<String, String> before, Map<String, String> after) {
        List<String> gone = new ArrayList<>(before.keySet());
        gone.removeAll(after.keySet());
        if (!gone.isEmpty()) {
            deed.call(
                    Apigatewayv2Ops.UntagResource,
                    UntagResourceRequest.builder()
                            .resourceArn(arn)
                            .tagKeys(gone)
                            .build());
        }
        if (!after.isEmpty() && !after.equals(before)) {
            deed.call(
                    Apigatewayv2Ops.TagResource,
                    TagResourceRequest.builder().resourceArn(arn).tags(after).build());
        }
    }

    @Override
    public void delete(Deed deed, Made made) {
        remove(deed, made.physicalId());
    }

    private static void remove(Deed deed, String apiId) {
        deed.callUnlessGone(
                Apigatewayv2Ops.DeleteApi,
                DeleteApiRequest.builder().apiId(apiId).build());
    }
}
