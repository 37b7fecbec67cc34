package dev.virga.services.lambda;

import dev.virga.api.lambda.InvocationRequest;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Targets;
import dev.virga.wire.AwsException;

/// Takes events of other services for functions: it invokes them asynchronously, as the service
/// that sent the event, which the function's resource policy must allow; destinations of functions
/// act as the function's role.
final class FunctionDoor implements Targets.Door {
    private final Cloud cloud;
    private final VersionTable versions;

    FunctionDoor(Cloud cloud, VersionTable versions) {
        this.cloud = cloud;
        this.versions = versions;
    }

    @Override
    public void accept(Arn target, Targets.Event event) {
        InvocationRequest request = InvocationRequest.builder()
                .functionName(target.toString())
                .invocationType("Event")
                .payload(event.payload())
                .build();
        cloud.call(caller(event), target.region(), LambdaOps.Invoke, request);
    }

    /// @throws AwsException when the sending function is gone, or its role
    private Caller caller(Targets.Event event) {
        Arn source = Arn.parse(event.source());
        if (source == null) {
            throw new AwsException("InvalidSource", 400, "an event needs the ARN of its source: " + event.source());
        }
        String[] resource = source.resource().split(":");
        if (source.service().equals("lambda") && resource.length >= 2) {
            FunctionName name = new FunctionName(source.account(), source.region(), resource[1], null);
            String role =
                    versions.get(name, FunctionName.LATEST).version().settings().role();
            return RoleSession.assume(cloud, name, role).caller();
        }
        return new Caller.Service(event.account(), source.service() + ".amazonaws.com", event.source());
    }
}
