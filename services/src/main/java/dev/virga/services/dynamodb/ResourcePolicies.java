package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.PolicyNotFoundException;
import dev.virga.api.dynamodb.ResourceNotFoundException;
import dev.virga.kernel.Access;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.kernel.policy.Evaluation;
import dev.virga.kernel.policy.PolicyDocument;
import dev.virga.kernel.policy.RequestContext;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the policy of a table must look like before it is kept; what it means is IAM's business.
final class ResourcePolicies {
    /// As AWS counts: with white space.
    private static final int MAX_BYTES = 20 << 10;

    /// In place of a revision: only when the table has no policy.
    private static final String NO_POLICY = "NO_POLICY";

    private static final String EVERYTHING = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""";

    private ResourcePolicies() {}

    /// @throws AwsException ResourceNotFoundException: streams have policies, too, but there are no
    ///     streams yet
    static Table table(DefinitionTable definitions, String arn, Call call) {
        Arn parsed = Arn.parse(arn);
        if (parsed == null || !parsed.service().equals("dynamodb")) {
            throw DynamodbErrors.validation("Invalid ResourceArn provided as input " + arn);
        }
        Table table = parsed.resource().matches("table/[^/]+") ? definitions.find(call, arn) : null;
        if (table == null) {
            throw new ResourceNotFoundException("Requested resource not found: ResourceArn: " + arn + " not found");
        }
        return table;
    }

    /// @throws AwsException ValidationException
    static void check(String document, String arn) {
        int bytes = document.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw DynamodbErrors.validation(
                    "Resource-based policy size of " + bytes + " bytes exceeds the maximum of " + MAX_BYTES + " bytes");
        }
        try {
            PolicyDocument.parse(document, PolicyDocument.Kind.RESOURCE);
        } catch (AwsException e) {
            throw DynamodbErrors.validation("Invalid policy document: " + e.getMessage());
        }
        if (Json.parse(document) instanceof Map<?, ?> fields) {
            for (Object statement : list(fields.get("Statement"))) {
                checkResources((Map<?, ?>) statement, arn);
            }
        }
    }

    /// @throws AwsException ValidationException when it names somebody who does not exist
    static String kept(String document, PolicyPrincipals principals, Call call) {
        return principals.keep(
                document,
                call.account(),
                name -> DynamodbErrors.validation("Invalid policy document: Invalid principal in policy: " + name));
    }

    private static void checkResources(Map<?, ?> statement, String arn) {
        List<?> resources = list(statement.get(statement.containsKey("Resource") ? "Resource" : "NotResource"));
        if (resources.isEmpty()) {
            throw DynamodbErrors.validation("Invalid policy document: Missing required field Resource");
        }
        for (Object resource : resources) {
            String text = resource.toString();
            int star = text.indexOf('*');
            boolean own = text.equals(arn)
                    || text.startsWith(arn + "/")
                    || (star >= 0 && (arn + "/").startsWith(text.substring(0, star)));
            if (!own) {
                throw DynamodbErrors.validation(
                        "Invalid policy document: the policy of " + arn + " cannot speak of " + text);
            }
        }
    }

    private static List<?> list(@Nullable Object value) {
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }

    /// Whether the caller could still change the policy if this were it.
    static boolean locksOut(String document, String arn, Call call) {
        PolicyDocument policy = PolicyDocument.parse(document, PolicyDocument.Kind.RESOURCE);
        Evaluation.Source all = Evaluation.Source.inline("all", PolicyDocument.parse(EVERYTHING));
        Evaluation.Policies policies = new Evaluation.Policies(List.of(all), null, null, policy);
        for (String action : List.of("dynamodb:PutResourcePolicy", "dynamodb:DeleteResourcePolicy")) {
            RequestContext context = new RequestContext(Access.to(action, arn), call, Map.of());
            if (!Evaluation.decide(context, policies).allowed()) {
                return true;
            }
        }
        return false;
    }

    /// @throws PolicyNotFoundException another revision is in force, or none
    static void checkRevision(@Nullable String expected, TableDefinition.@Nullable ResourcePolicy policy) {
        if (expected == null) {
            return;
        }
        boolean fits = policy == null ? expected.equals(NO_POLICY) : expected.equals(policy.revision());
        if (!fits) {
            throw new PolicyNotFoundException(
                    "Resource-based policy not found for the provided ResourceArn and ExpectedRevisionId");
        }
    }

    /// Larger than the one before.
    static String revision(TableDefinition.@Nullable ResourcePolicy before, Call call) {
        long now = call.time().toEpochMilli();
        long last = before == null ? 0 : Long.parseLong(before.revision());
        return String.valueOf(Math.max(now, last + 1));
    }
}
