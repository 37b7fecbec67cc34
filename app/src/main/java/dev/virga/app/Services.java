package dev.virga.app;

import dev.virga.kernel.Cloud;
import dev.virga.kernel.Door;
import dev.virga.kernel.Service;
import dev.virga.kernel.Targets;
import dev.virga.kernel.Time;
import dev.virga.kernel.Timers;
import dev.virga.services.apigatewayv2.ApiGatewayV2;
import dev.virga.services.dynamodb.Dynamodb;
import dev.virga.services.iam.Iam;
import dev.virga.services.logs.Logs;
import dev.virga.services.s3.S3;
import dev.virga.services.sts.Sts;
import dev.virga.store.Store;
import java.io.IOException;
import java.util.List;

/// The one list of services. A new service is one line here.
///
/// @param doors the ways in that services have beside their operations
record Services(List<Service> all, List<Door> doors) {
    /// What services are made of.
    record Parts(
            Options options, Home home, Store store, Time time, Timers timers, Targets targets, Cloud cloud, Iam iam) {}

    static Services of(Parts parts) throws IOException {
        Store store = parts.store();
        Time time = parts.time();
        Cloud cloud = parts.cloud();
        ApiGatewayV2 apiGateway = new ApiGatewayV2(store, cloud, time);
        List<Service> all = List.of(
                apiGateway,
                new Dynamodb(store, time, parts.timers()),
                parts.iam(),
                new Logs(store),
                new S3(store),
                new Sts(cloud, time, parts.home().sealKey()));
        return new Services(all, List.of(apiGateway.door()));
    }
}
