package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Api;
import dev.virga.api.apigatewayv2.Integration;
import dev.virga.api.apigatewayv2.Route;
import dev.virga.wire.Json;
import dev.virga.wire.Structs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The APIs that are being served, read from the table when one is first asked for or has changed.
final class DeployedApis {
    /// APIs kept ready; beyond that all are read anew.
    private static final int MAX_CACHED = 10_000;

    private final ApiTable table;
    private final Map<String, DeployedApi> ready = new ConcurrentHashMap<>();

    DeployedApis(ApiTable table) {
        this.table = table;
    }

    @Nullable
    DeployedApi find(String apiId) {
        ApiTable.Address address = table.address(apiId);
        if (address == null) {
            ready.remove(apiId);
            return null;
        }
        DeployedApi known = ready.get(apiId);
        if (known != null && known.version() == address.version()) {
            return known;
        }
        if (ready.size() >= MAX_CACHED) {
            ready.clear();
        }
        DeployedApi loaded = load(apiId, address);
        ready.put(apiId, loaded);
        return loaded;
    }

    private DeployedApi load(String apiId, ApiTable.Address address) {
        String account = address.account();
        String region = address.region();
        List<ApiTable.Entry<Api>> api = table.list(account, region, Kind.API, apiId);
        if (api.isEmpty() || Boolean.TRUE.equals(api.getFirst().value().disableExecuteApiEndpoint())) {
            return new DeployedApi(apiId, account, region, address.version(), null, Map.of());
        }
        byte[] live = freeze(table, account, region, apiId);
        Map<String, DeployedApi.Stage> stages = new HashMap<>();
        for (ApiTable.Entry<dev.virga.api.apigatewayv2.Stage> entry : table.list(account, region, Kind.STAGE, apiId)) {
            dev.virga.api.apigatewayv2.Stage stage = entry.value();
            byte[] frozen = Boolean.TRUE.equals(stage.autoDeploy())
                    ? live
                    : stage.deploymentId() == null ? null : table.frozen(account, region, apiId, stage.deploymentId());
            if (frozen != null) {
                stages.put(entry.id(), new DeployedApi.Stage(entry.id(), stage.stageVariables(), routes(frozen)));
            }
        }
        return new DeployedApi(
                apiId,
                account,
                region,
                address.version(),
                api.getFirst().value().corsConfiguration(),
                stages);
    }

    /// What a deployment keeps: the routes and integrations as they are now, as JSON.
    static byte[] freeze(ApiTable table, String account, String region, String apiId) {
        List<Object> routes = new ArrayList<>();
        for (ApiTable.Entry<Route> route : table.list(account, region, Kind.ROUTE, apiId)) {
            routes.add(new String(Structs.toJson(route.value(), Kind.ROUTE.shape()), StandardCharsets.UTF_8));
        }
        Map<String, Object> integrations = new LinkedHashMap<>();
        for (ApiTable.Entry<Integration> entry : table.list(account, region, Kind.INTEGRATION, apiId)) {
            byte[] json = Structs.toJson(entry.value(), Kind.INTEGRATION.shape());
            integrations.put(entry.id(), new String(json, StandardCharsets.UTF_8));
        }
        return Json.writeBytes(Map.of("routes", routes, "integrations", integrations));
    }

    private static List<DeployedApi.Route> routes(byte[] frozen) {
        if (!(Json.parse(frozen) instanceof Map<?, ?> document
                && document.get("routes") instanceof List<?> routes
                && document.get("integrations") instanceof Map<?, ?> integrations)) {
            throw new IllegalStateException("a deployment's row is damaged");
        }
        List<DeployedApi.Route> compiled = new ArrayList<>();
        for (Object text : routes) {
            Route route = Structs.fromJson(utf8(text), Kind.ROUTE.shape());
            String target = route.target();
            Object integration = target == null ? null : integrations.get(target.substring("integrations/".length()));
            if (integration != null) {
                compiled.add(new DeployedApi.Route(
                        RoutePattern.parse(route.routeKey()),
                        Structs.fromJson(utf8(integration), Kind.INTEGRATION.shape())));
            }
        }
        compiled.sort((a, b) -> a.pattern().compareTo(b.pattern()));
        return Collections.unmodifiableList(compiled);
    }

    private static byte[] utf8(Object text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
