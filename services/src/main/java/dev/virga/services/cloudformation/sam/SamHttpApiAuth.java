package dev.virga.services.cloudformation.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The Auth property of an HTTP API: its authorizers, and which routes ask which.
final class SamHttpApiAuth {
    private static final String IAM = "AWS_IAM";
    private static final String NONE = "NONE";
    private static final String AUTHORIZER = "x-amazon-apigateway-authorizer";

    private final Map<String, @Nullable Object> auth;
    private final @Nullable Object given;

    SamHttpApiAuth(Map<String, @Nullable Object> api) {
        this.given = api.get("Auth");
        this.auth = Tree.objectOrEmpty(given);
    }

    private Map<String, @Nullable Object> authorizers() {
        return Tree.objectOrEmpty(auth.get("Authorizers"));
    }

    private boolean hasIam() {
        return Boolean.TRUE.equals(auth.get("EnableIamAuthorizer"));
    }

    /// What one event asks for on its route.
    void applyTo(SamEvent event, OpenApi definition, String path, String method) {
        Map<String, @Nullable Object> own = Tree.objectOrEmpty(event.get("Auth"));
        Object wanted = own.get("Authorizer");
        Object scopes = own.get("AuthorizationScopes");
        if (scopes != null && !(scopes instanceof List)) {
            throw event.invalid("Unable to set Authorizer on API method [" + method + "] for path [" + path
                    + "] because 'AuthorizationScopes' must be a list of strings.");
        }
        if (wanted == null) {
            if (scopes == null) {
                return;
            }
            wanted = auth.get("DefaultAuthorizer");
        }
        if (wanted == null) {
            return;
        }
        if (!(wanted instanceof String name)) {
            throw event.invalid("Unable to set Authorizer [" + OpenApi.python(wanted) + "] on API method [" + method
                    + "] for path [" + path + "]. The method authorizer must be a string with a corresponding dict"
                    + " entry in the api authorizer.");
        }
        if (name.equals(NONE)) {
            if (auth.get("DefaultAuthorizer") == null) {
                throw event.invalid("Unable to set Authorizer on API method [" + method + "] for path [" + path
                        + "] because 'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.");
            }
        } else if (!name.equals(IAM) && !authorizers().containsKey(name)) {
            throw event.invalid("Unable to set Authorizer [" + name + "] on API method [" + method + "] for path ["
                    + path + "] because it wasn't defined in the API's Authorizers.");
        }
        // Requests signed with SigV4 have no scopes.
        Object asked = name.equals(IAM) ? Tree.list() : scopes == null ? scopes(name) : scopes;
        for (Map<String, @Nullable Object> item : definition.definitions(path, method)) {
            secure(item, name, asked);
        }
    }

    private Object scopes(String name) {
        Object scopes = Tree.objectOrEmpty(authorizers().get(name)).get("AuthorizationScopes");
        return scopes == null ? Tree.list() : scopes;
    }

    private static void secure(Map<String, @Nullable Object> definition, String name, Object scopes) {
        definition.put("security", Tree.list(Tree.map(name, Tree.copy(scopes))));
    }

    /// Adds the API's authorizers and its default one to the definition.
    void applyTo(SamResource api, Map<String, @Nullable Object> body) {
        if (given == null) {
            return;
        }
        if (!(given instanceof Map)) {
            throw api.invalid("Property 'Auth' should be a map.");
        }
        for (String name : auth.keySet()) {
            if (!List.of("Authorizers", "DefaultAuthorizer", "EnableIamAuthorizer")
                    .contains(name)) {
                throw api.invalid("Invalid value for 'Auth' property");
            }
        }
        Object declared = auth.get("Authorizers");
        if (declared != null && !(declared instanceof Map)) {
            throw api.invalid("Property 'Auth.Authorizers' should be a map.");
        }
        Map<String, @Nullable Object> schemes = Tree.map();
        authorizers().forEach((name, value) -> {
            Map<String, @Nullable Object> authorizer = Tree.objectOrEmpty(value);
            schemes.put(name, scheme(api, name, authorizer));
            permit(api, name, authorizer);
        });
        if (hasIam()) {
            schemes.putIfAbsent(
                    IAM,
                    Tree.map(
                            "type", "apiKey",
                            "name", "Authorization",
                            "in", "header",
                            "x-amazon-apigateway-authtype", "awsSigv4"));
        }
        if (!schemes.isEmpty()) {
            Map<String, @Nullable Object> all = Tree.child(Tree.child(body, "components"), "securitySchemes");
            schemes.forEach(all::put);
        }
        applyDefault(api, body);
    }

    private void applyDefault(SamResource api, Map<String, @Nullable Object> body) {
        Object wanted = auth.get("DefaultAuthorizer");
        if (wanted == null) {
            return;
        }
        if (!(wanted instanceof String name)) {
            throw api.invalid("DefaultAuthorizer is not a string.");
        }
        if (!name.equals(IAM) && !authorizers().containsKey(name)) {
            throw api.invalid(
                    "Unable to set DefaultAuthorizer because '" + name + "' was not defined in 'Authorizers'.");
        }
        if (name.equals(IAM) && !hasIam()) {
            return;
        }
        OpenApi definition = new OpenApi(body);
        definition.paths().forEach((path, value) -> {
            for (Map<String, @Nullable Object> item : OpenApi.contents(value)) {
                item.forEach((method, inside) -> {
                    if (!method.equals("options")) {
                        OpenApi.contents(inside).forEach(operation -> secureByDefault(operation, name));
                    }
                });
            }
        });
    }

    private void secureByDefault(Map<String, @Nullable Object> operation, String name) {
        if (operation.get("x-amazon-apigateway-integration") == null) {
            return;
        }
        for (Object item : Tree.itemsOrEmpty(operation.get("security"))) {
            for (String known : Tree.objectOrEmpty(item).keySet()) {
                if (known.equals(NONE) || known.equals(IAM) || authorizers().containsKey(known)) {
                    return;
                }
            }
        }
        List<@Nullable Object> security = Tree.list();
        security.addAll(Tree.itemsOrEmpty(operation.get("security")));
        security.add(Tree.map(name, Tree.copy(scopes(name))));
        operation.put("security", security);
    }

    private Map<String, @Nullable Object> scheme(
            SamResource api, String name, Map<String, @Nullable Object> authorizer) {
        if (authorizer.get("JwtConfiguration") != null || authorizer.get("OpenIdConnectUrl") != null) {
            if (authorizer.get("EnableFunctionDefaultPermissions") != null) {
                throw api.invalid("EnableFunctionDefaultPermissions is only supported for Lambda Authorizer.");
            }
            return token(api, authorizer);
        }
        if (authorizer.get("AuthorizerPayloadFormatVersion") == null) {
            throw api.invalid(name + " Lambda Authorizer must define 'AuthorizerPayloadFormatVersion'.");
        }
        if (authorizer.get("FunctionArn") == null) {
            throw api.invalid(name + " Lambda Authorizer must define 'FunctionArn'.");
        }
        Object permissions = authorizer.get("EnableFunctionDefaultPermissions");
        if (permissions != null && !(permissions instanceof Boolean)) {
            throw api.invalid(
                    "Property 'Authorizers." + name + ".EnableFunctionDefaultPermissions' should be a boolean.");
        }
        return function(authorizer);
    }

    /// Lets the API call a function that authorizes.
    private static void permit(SamResource api, String name, Map<String, @Nullable Object> authorizer) {
        if (!Boolean.TRUE.equals(authorizer.get("EnableFunctionDefaultPermissions"))) {
            return;
        }
        Object arn = Tree.map(
                "Fn::Sub",
                Tree.list(
                        "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/authorizers/*",
                        Tree.map("__ApiId__", Tree.ref(api.id()))));
        api.emit(
                api.id() + name + "AuthorizerPermission",
                "AWS::Lambda::Permission",
                Tree.map(
                        "Action",
                        "lambda:InvokeFunction",
                        "FunctionName",
                        authorizer.get("FunctionArn"),
                        "Principal",
                        "apigateway.amazonaws.com",
                        "SourceArn",
                        arn));
    }

    private static Map<String, @Nullable Object> token(SamResource api, Map<String, @Nullable Object> authorizer) {
        Object configuration = authorizer.get("JwtConfiguration");
        if (configuration != null && !(configuration instanceof Map)) {
            throw api.invalid("Property 'JwtConfiguration' should be a map.");
        }
        Map<String, @Nullable Object> jwt = Tree.map();
        Tree.objectOrEmpty(configuration).forEach((name, value) -> jwt.put(lower(name), value));
        Object url = authorizer.get("OpenIdConnectUrl");
        return Tree.map(
                "type",
                url == null ? "oauth2" : "openIdConnect",
                AUTHORIZER,
                Tree.map(
                        "type",
                        "jwt",
                        "jwtConfiguration",
                        jwt,
                        "identitySource",
                        authorizer.get("IdentitySource"),
                        "openIdConnectUrl",
                        url));
    }

    static String lower(String name) {
        return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static Map<String, @Nullable Object> function(Map<String, @Nullable Object> authorizer) {
        Map<String, @Nullable Object> identity = Tree.objectOrEmpty(authorizer.get("Identity"));
        List<@Nullable Object> sources = Tree.list();
        add(sources, "$request.header.", identity.get("Headers"));
        add(sources, "$request.querystring.", identity.get("QueryStrings"));
        add(sources, "$stageVariables.", identity.get("StageVariables"));
        add(sources, "$context.", identity.get("Context"));
        Object role = authorizer.get("FunctionInvokeRole");
        return Tree.map(
                "type",
                "apiKey",
                "name",
                "Unused",
                "in",
                "header",
                AUTHORIZER,
                Tree.map(
                        "type",
                        "request",
                        "authorizerUri",
                        Tree.map(
                                "Fn::Sub",
                                Tree.list(
                                        "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
                                                + "${__FunctionArn__}/invocations",
                                        Tree.map("__FunctionArn__", authorizer.get("FunctionArn")))),
                        "authorizerCredentials",
                        NONE.equals(role) ? null : role,
                        "authorizerPayloadFormatVersion",
                        authorizer.get("AuthorizerPayloadFormatVersion"),
                        "authorizerResultTtlInSeconds",
                        identity.get("ReauthorizeEvery"),
                        "enableSimpleResponses",
                        Tree.isSet(authorizer.get("EnableSimpleResponses")) ? true : null,
                        "identitySource",
                        sources.isEmpty() ? null : sources));
    }

    private static void add(List<@Nullable Object> sources, String prefix, @Nullable Object names) {
        Tree.itemsOrEmpty(names).forEach(name -> sources.add(prefix + name));
    }
}
