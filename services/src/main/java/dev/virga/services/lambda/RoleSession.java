package dev.virga.services.lambda;

import dev.virga.api.sts.AssumeRoleRequest;
import dev.virga.api.sts.AssumeRoleResponse;
import dev.virga.api.sts.Credentials;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.wire.AwsException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A function's role, taken on: the credentials that its code gets, and the caller that Virga is
/// where it acts for the function (logs, destinations).
record RoleSession(String accessKeyId, String secretKey, String sessionToken, Instant expires, Caller.Session caller) {
    private static final String LAMBDA = "lambda.amazonaws.com";

    /// As long as STS gives any: an environment has one set of credentials in its variables for its
    /// whole life, and is ended before they do.
    private static final Duration LIFE = Duration.ofHours(12);

    /// @throws AwsException what STS answers, e.g. AccessDenied
    static RoleSession assume(Cloud cloud, FunctionName function, String role) {
        Caller lambda = new Caller.Service(function.account(), LAMBDA, function.functionArn());
        AssumeRoleRequest request = AssumeRoleRequest.builder()
                .roleArn(role)
                .roleSessionName(sessionName(function))
                .durationSeconds((int) LIFE.toSeconds())
                .build();
        AssumeRoleResponse response = cloud.call(lambda, function.region(), StsOps.AssumeRole, request);
        Credentials credentials = response.credentials();
        String id = response.assumedRoleUser().assumedRoleId();
        String roleId = id.substring(0, Math.max(0, id.indexOf(':')));
        return new RoleSession(
                credentials.accessKeyId(),
                credentials.secretAccessKey(),
                credentials.sessionToken(),
                credentials.expiration(),
                caller(role, roleId, function, credentials.expiration().minus(LIFE)));
    }

    /// The function's name; STS takes no name of one character.
    private static String sessionName(FunctionName function) {
        return function.name().length() < 2 ? function.name() + "@lambda" : function.name();
    }

    private static Caller.Session caller(String role, String roleId, FunctionName function, Instant issued) {
        Arn arn = Arn.parse(role);
        if (arn == null || !arn.resource().startsWith("role/")) {
            throw new IllegalStateException("a function's role is checked when it is set: " + role);
        }
        String path = arn.resource().substring("role".length());
        int name = path.lastIndexOf('/') + 1;
        return new Caller.Session(
                arn.account(),
                path.substring(0, name),
                path.substring(name),
                roleId,
                sessionName(function),
                null,
                Map.of(),
                new Caller.Token(
                        issued,
                        null,
                        null,
                        null,
                        Set.of(),
                        Map.of("lambda:SourceFunctionArn", List.of(function.functionArn()))));
    }

    /// Refuses a role that Lambda may not take on.
    static void check(Cloud cloud, FunctionName function, String role) {
        try {
            assume(cloud, function, role);
        } catch (AwsException e) {
            if (e.status() >= 500) {
                throw e;
            }
            throw LambdaErrors.invalid("The role defined for the function cannot be assumed by Lambda.");
        }
    }
}
