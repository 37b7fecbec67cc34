package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Api;
import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.CreateApiRequest;
import dev.virga.api.apigatewayv2.CreateApiResponse;
import dev.virga.api.apigatewayv2.Integration;
import dev.virga.api.apigatewayv2.Route;
import dev.virga.api.apigatewayv2.Stage;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.List;

/// Makes an HTTP API. With `target` it also makes a `$default` route to it and a `$default` stage.
final class CreateApi implements Operation<CreateApiRequest, CreateApiResponse> {
    private final ApiTable table;

    CreateApi(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<CreateApiRequest, CreateApiResponse> op() {
        return Apigatewayv2Ops.CreateApi;
    }

    @Override
    public List<Access> access(CreateApiRequest input, Call call) {
        return ApiAccess.to("POST", call, "/apis");
    }

    @Override
    public CreateApiResponse handle(CreateApiRequest input, Call call) {
        if (!"HTTP".equals(input.protocolType())) {
            throw ApiErrors.notImplemented("protocolType " + input.protocolType());
        }
        if (input.credentialsArn() != null) {
            throw ApiErrors.notImplemented("credentialsArn");
        }
        if (input.routeKey() != null && input.target() == null) {
            throw ApiErrors.badRequest("routeKey needs a target");
        }
        String apiId = ResourceId.random();
        Api defaults = Api.builder()
                .apiId(apiId)
                .apiGatewayManaged(null)
                .apiKeySelectionExpression("$request.header.x-api-key")
                .createdDate(call.time())
                .disableExecuteApiEndpoint(false)
                .ipAddressType("ipv4")
                .routeSelectionExpression("$request.method $request.path")
                .build();
        Api api = Structs.overlay(defaults, Kind.API.shape(), input, op().input());
        table.create(call, apiId, change -> {
            change.put(Kind.API, apiId, api);
            return input.target() == null ? change : quickCreate(change, input, call);
        });
        return Structs.copy(Endpoint.of(api, call), Kind.API.shape(), op().output());
    }

    private static ApiTable.Change quickCreate(ApiTable.Change change, CreateApiRequest input, Call call) {
        String routeKey = input.routeKey() == null ? RoutePattern.DEFAULT : input.routeKey();
        RoutePattern.parse(routeKey);
        String integrationId = ResourceId.random();
        String routeId = ResourceId.random();
        Integration integration = Integration.builder()
                .apiGatewayManaged(true)
                .connectionType("INTERNET")
                .integrationId(integrationId)
                .integrationMethod("POST")
                .integrationType("AWS_PROXY")
                .integrationUri(input.target())
                .payloadFormatVersion("2.0")
                .timeoutInMillis(IntegrationRules.LONGEST_MILLIS)
                .build();
        IntegrationRules.check(integration);
        Route route = Route.builder()
                .apiGatewayManaged(true)
                .apiKeyRequired(false)
                .authorizationType("NONE")
                .routeId(routeId)
                .routeKey(routeKey)
                .target("integrations/" + integrationId)
                .build();
        Stage stage = Stage.builder()
                .apiGatewayManaged(true)
                .autoDeploy(true)
                .createdDate(call.time())
                .lastUpdatedDate(call.time())
                .stageName(RoutePattern.DEFAULT)
                .build();
        return change.put(Kind.INTEGRATION, integrationId, integration)
                .put(Kind.ROUTE, routeId, route)
                .put(Kind.STAGE, RoutePattern.DEFAULT, stage);
    }
}
