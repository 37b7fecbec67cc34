package dev.virga.app;

import dev.virga.kernel.CallLog;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Door;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.kernel.Service;
import dev.virga.kernel.Targets;
import dev.virga.kernel.Time;
import dev.virga.kernel.Timers;
import dev.virga.kernel.audit.EventKinds;
import dev.virga.kernel.crypto.Seals;
import dev.virga.sandbox.Sandbox;
import dev.virga.sandbox.SandboxSpec;
import dev.virga.services.apigatewayv2.ApiGatewayV2;
import dev.virga.services.cloudformation.CloudFormation;
import dev.virga.services.cloudtrail.CloudTrail;
import dev.virga.services.dynamodb.Dynamodb;
import dev.virga.services.iam.Iam;
import dev.virga.services.kinesis.Kinesis;
import dev.virga.services.kms.Kms;
import dev.virga.services.lambda.Lambda;
import dev.virga.services.logs.Logs;
import dev.virga.services.s3.S3;
import dev.virga.services.secretsmanager.Secretsmanager;
import dev.virga.services.ssm.Ssm;
import dev.virga.services.sts.Sts;
import dev.virga.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The one list of services. A new service is one line here.
///
/// @param doors the ways in that services have beside their operations
/// @param logs told of every call
/// @param sts counts the tokens of identity providers
record Services(List<Service> all, List<Door> doors, List<CallLog> logs, Sts sts) {
    /// As Lambda's default quota, per account and region.
    private static final int CONCURRENT_INVOCATIONS = 1000;

    /// Function processes on this machine.
    private static final int MAX_ENVIRONMENTS = 256;

    private static final Duration KEEP_ALIVE = Duration.ofMinutes(10);

    /// What services are made of.
    ///
    /// @param seals encrypt what is stored
    /// @param tokenKey of session tokens
    /// @param endpoints see [Edge#endpoints]
    record Parts(
            Options options,
            Home home,
            Store store,
            Time time,
            Timers timers,
            Targets targets,
            Cloud cloud,
            Iam iam,
            EventKinds kinds,
            Sandbox sandbox,
            Seals seals,
            byte[] tokenKey,
            Set<String> endpoints) {}

    static Services of(Parts parts) throws IOException {
        Store store = parts.store();
        Time time = parts.time();
        Cloud cloud = parts.cloud();
        ApiGatewayV2 apiGateway = new ApiGatewayV2(store, cloud, time);
        PolicyPrincipals principals = parts.iam().policyPrincipals();
        S3 s3 = new S3(store, cloud, parts.seals(), principals, parts.options().development());
        Lambda lambda = new Lambda(
                store,
                time,
                parts.timers(),
                parts.targets(),
                cloud,
                parts.sandbox(),
                parts.seals(),
                lambdaOptions(parts),
                principals);
        CloudTrail cloudTrail = new CloudTrail(
                store,
                cloud,
                parts.timers(),
                parts.kinds(),
                time,
                parts.options().account());
        Sts sts = new Sts(
                cloud,
                parts.iam().authorizer(),
                parts.iam().mfaCodes(),
                parts.iam().identityTokens(),
                parts.iam().samlIssuers(),
                parts.endpoints(),
                time,
                parts.tokenKey(),
                parts.options().development());
        List<Service> all = List.of(
                apiGateway,
                new CloudFormation(store, parts.seals(), cloud, time),
                cloudTrail,
                new Dynamodb(store, time, parts.timers(), principals),
                parts.iam(),
                new Kinesis(store, cloud, parts.timers(), time, principals),
                new Kms(store, parts.timers(), parts.seals(), principals),
                lambda,
                new Logs(store, time),
                s3,
                new Secretsmanager(store, cloud, parts.timers(), time, principals),
                new Ssm(store, cloud, parts.timers(), principals),
                sts);
        Door forms = s3.door(cloud, parts.iam().credentials(), time);
        return new Services(
                all,
                List.of(apiGateway.door(), lambda.codeDoor(), forms, parts.iam().issuerDoor()),
                List.of(cloudTrail.callLog(), parts.iam().callLog()),
                sts);
    }

    private static Lambda.Options lambdaOptions(Parts parts) {
        return new Lambda.Options(
                parts.home().folder().resolve("code"),
                SandboxSpec.Network.ISOLATED,
                CONCURRENT_INVOCATIONS,
                MAX_ENVIRONMENTS,
                KEEP_ALIVE,
                parts.tokenKey());
    }
}
