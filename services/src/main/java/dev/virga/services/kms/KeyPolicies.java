package dev.virga.services.kms;

import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.policy.Evaluation;
import dev.virga.kernel.policy.PolicyDocument;
import dev.virga.kernel.policy.RequestContext;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Key policies: the primary authority over a key. Without a statement for the account, no IAM
/// policy gives access.
///
/// https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
final class KeyPolicies {
    /// The only name there is.
    static final String NAME = "default";

    private static final int MAX_BYTES = 32 << 10;
    private static final String VERSION = "2012-10-17";

    private KeyPolicies() {}

    /// Leaves everything to the account's IAM policies.
    static String byDefault(String account) {
        return write("key-default-1", List.of(statement("Enable IAM User Permissions", root(account), "kms:*", null)));
    }

    /// Lets whoever may use the service use the key through it, and the account look at it.
    static String ofAwsManaged(String account, String region, String service) {
        Map<String, Object> via = new LinkedHashMap<>();
        via.put("kms:CallerAccount", account);
        via.put("kms:ViaService", service + "." + region + ".amazonaws.com");
        return write(
                "auto-" + service + "-1",
                List.of(
                        statement(
                                "Allow access through " + service
                                        + " for all principals in the account that may use it",
                                "*",
                                List.of(
                                        "kms:Encrypt",
                                        "kms:Decrypt",
                                        "kms:ReEncrypt*",
                                        "kms:GenerateDataKey*",
                                        "kms:CreateGrant",
                                        "kms:DescribeKey"),
                                Map.of("StringEquals", via)),
                        statement(
                                "Allow direct access to key metadata to the account",
                                root(account),
                                List.of("kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"),
                                null)));
    }

    private static String root(String account) {
        return "arn:aws:iam::" + account + ":root";
    }

    private static Map<String, Object> statement(
            String sid, String principal, Object action, @Nullable Map<String, ?> condition) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Sid", sid);
        statement.put("Effect", "Allow");
        statement.put("Principal", Map.of("AWS", principal));
        statement.put("Action", action);
        statement.put("Resource", "*");
        if (condition != null) {
            statement.put("Condition", condition);
        }
        return statement;
    }

    private static String write(String id, List<?> statements) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("Version", VERSION);
        document.put("Id", id);
        document.put("Statement", statements);
        return Json.write(document);
    }

    /// @param bypass take a policy that locks its author out
    /// @throws AwsException MalformedPolicyDocumentException, LimitExceededException
    static void check(String policy, String keyArn, Call call, boolean bypass) {
        if (policy.length() > MAX_BYTES) {
            throw KmsErrors.limit("The key policy is larger than " + MAX_BYTES + " bytes.");
        }
        PolicyDocument document;
        try {
            document = PolicyDocument.parse(policy, PolicyDocument.Kind.RESOURCE);
        } catch (AwsException e) {
            throw KmsErrors.malformedPolicy(String.valueOf(e.getMessage()));
        }
        if (!bypass && !mayPut(document, keyArn, call, call.caller())) {
            Caller root = new Caller.Root(call.caller().account());
            if (!mayPut(document, keyArn, call, root)) {
                throw KmsErrors.malformedPolicy(
                        "The new key policy will not allow you to update the key policy in the future.");
            }
        }
    }

    private static boolean mayPut(PolicyDocument document, String keyArn, Call call, Caller caller) {
        Call as = new Call(
                caller,
                call.account(),
                call.region(),
                call.requestId(),
                call.trace(),
                call.time(),
                call.sourceAddress(),
                call.secure(),
                call.endpoint());
        Map<String, List<String>> conditions = Map.of("kms:CallerAccount", List.of(caller.account()));
        Access access = Access.to("kms:PutKeyPolicy", keyArn).withConditions(conditions);
        return Evaluation.decide(
                        new RequestContext(access, as, Map.of()),
                        new Evaluation.Policies(List.of(), null, null, document))
                .allowed();
    }
}
