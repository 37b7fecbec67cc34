package dev.virga.app.deploy;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.GetRoutesRequest;
import dev.virga.api.apigatewayv2.GetRoutesResponse;
import dev.virga.api.apigatewayv2.GetStagesRequest;
import dev.virga.api.apigatewayv2.Route;
import dev.virga.api.apigatewayv2.Stage;
import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.DescribeStacksInput;
import dev.virga.api.cloudformation.DescribeStacksOutput;
import dev.virga.api.cloudformation.Stack;
import dev.virga.api.cloudformation.StackResourceSummary;
import dev.virga.api.cloudformation.Tag;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.wire.AwsException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is deployed, asked of the cloud itself.
record DeployedApps(Cloud cloud, Caller caller, String region, String endpoint) {
    private static final int MAX_STACKS = 1_000;
    private static final int MAX_ROUTES = 1_000;

    /// Null when there is none of this name.
    @Nullable
    Stack stack(String name) {
        for (Stack stack : stacks()) {
            if (stack.stackName().equals(name)) {
                return stack;
            }
        }
        return null;
    }

    App app(String name) throws DeployFailed {
        Stack stack = stack(name);
        if (stack == null) {
            throw new DeployFailed("the stack " + name + " has gone");
        }
        return app(stack);
    }

    List<App> all() {
        List<App> apps = new ArrayList<>();
        for (Stack stack : stacks()) {
            apps.add(app(stack));
        }
        return apps;
    }

    private List<Stack> stacks() {
        List<Stack> stacks = new ArrayList<>();
        String token = null;
        do {
            DescribeStacksOutput page = cloud.call(
                    caller,
                    region,
                    CloudformationOps.DescribeStacks,
                    DescribeStacksInput.builder().nextToken(token).build());
            for (Stack stack : page.stacks()) {
                if (!stack.stackStatus().equals("DELETE_COMPLETE")) {
                    stacks.add(stack);
                }
            }
            token = page.nextToken();
        } while (token != null && stacks.size() < MAX_STACKS);
        return stacks;
    }

    private App app(Stack stack) {
        List<App.Function> functions = new ArrayList<>();
        List<App.Route> routes = new ArrayList<>();
        for (StackResourceSummary resource : new StackResources(cloud, caller, region).of(stack.stackId())) {
            String id = resource.physicalResourceId();
            if (id == null) {
                continue;
            }
            if (resource.resourceType().equals("AWS::Lambda::Function")) {
                functions.add(new App.Function(resource.logicalResourceId(), id));
            } else if (resource.resourceType().equals("AWS::ApiGatewayV2::Api")) {
                addRoutes(id, routes);
            }
        }
        return new App(stack.stackName(), stack.stackStatus(), folder(stack), functions, routes);
    }

    private static String folder(Stack stack) {
        if (stack.tags() != null) {
            for (Tag tag : stack.tags()) {
                if (tag.key().equals(StackDeployer.FOLDER_TAG)) {
                    return tag.value();
                }
            }
        }
        return "";
    }

    private void addRoutes(String apiId, List<App.Route> routes) {
        List<App.Route> found = new ArrayList<>();
        String base = endpoint + "/_aws/execute-api/" + apiId + stagePath(apiId);
        String token = null;
        do {
            GetRoutesResponse page;
            try {
                page = cloud.call(
                        caller,
                        region,
                        Apigatewayv2Ops.GetRoutes,
                        GetRoutesRequest.builder().apiId(apiId).nextToken(token).build());
            } catch (AwsException e) {
                // Somebody removed the API by hand: the stack still lists it.
                return;
            }
            for (Route route : page.items()) {
                String[] key = route.routeKey().split(" ", 2);
                found.add(key.length == 2 ? new App.Route(key[0], base + key[1]) : new App.Route("ANY", base + "/"));
            }
            token = page.nextToken();
        } while (token != null && found.size() < MAX_ROUTES);
        found.sort(Comparator.comparing(App.Route::url).thenComparing(App.Route::method));
        routes.addAll(found);
    }

    /// Empty for the stage `$default`, which answers at the API's root.
    private String stagePath(String apiId) {
        try {
            List<Stage> stages = cloud.call(
                            caller,
                            region,
                            Apigatewayv2Ops.GetStages,
                            GetStagesRequest.builder().apiId(apiId).build())
                    .items();
            boolean atRoot = stages.isEmpty()
                    || stages.stream().anyMatch(stage -> stage.stageName().equals("$default"));
            return atRoot ? "" : "/" + stages.getFirst().stageName();
        } catch (AwsException e) {
            return "";
        }
    }
}
