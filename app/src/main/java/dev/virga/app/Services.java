package dev.virga.app;

import dev.virga.kernel.Cloud;
import dev.virga.kernel.Door;
import dev.virga.kernel.Service;
import dev.virga.kernel.Targets;
import dev.virga.kernel.Time;
import dev.virga.kernel.Timers;
import dev.virga.services.apigatewayv2.ApiGatewayV2;
import dev.virga.store.Store;
import java.util.List;

/// The one list of services. A new service is one line here.
///
/// @param doors the ways in that services have beside their operations
record Services(List<Service> all, List<Door> doors) {
    /// What services are made of.
    record Parts(Options options, Home home, Store store, Time time, Timers timers, Targets targets, Cloud cloud) {}

    static Services of(Parts parts) {
        ApiGatewayV2 apiGateway = new ApiGatewayV2(parts.store(), parts.cloud(), parts.time());
        return new Services(List.of(apiGateway), List.of(apiGateway.door()));
    }
}
