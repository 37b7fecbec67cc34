package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Api;
import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.Deployment;
import dev.virga.api.apigatewayv2.Integration;
import dev.virga.api.apigatewayv2.Route;
import dev.virga.api.apigatewayv2.Stage;
import dev.virga.wire.Member;
import dev.virga.wire.Op;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;

/// A kind of thing that an API is made of. Rows hold the shape that lists show.
///
/// @param letter in the row's key
/// @param what for messages
/// @param shape of the row
// T lets the compiler check what the table reads and writes under a kind.
@SuppressWarnings("UnusedTypeParameter")
record Kind<T extends Struct>(String letter, String what, Shape shape) {
    static final Kind<Api> API = new Kind<>("a", "API", listed(Apigatewayv2Ops.GetApis));
    static final Kind<Route> ROUTE = new Kind<>("r", "Route", listed(Apigatewayv2Ops.GetRoutes));
    static final Kind<Integration> INTEGRATION =
            new Kind<>("i", "Integration", listed(Apigatewayv2Ops.GetIntegrations));
    static final Kind<Stage> STAGE = new Kind<>("s", "Stage", listed(Apigatewayv2Ops.GetStages));
    static final Kind<Deployment> DEPLOYMENT = new Kind<>("d", "Deployment", listed(Apigatewayv2Ops.GetDeployments));

    private static Shape listed(Op<?, ?> op) {
        Member items = op.output().member("Items");
        if (items == null) {
            throw new IllegalStateException(op + " lists nothing");
        }
        return items.target().element().target();
    }
}
