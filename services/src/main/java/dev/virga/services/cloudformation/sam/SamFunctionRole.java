package dev.virga.services.cloudformation.sam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The role of a function that names none: what Policies, events and settings need, and no more.
final class SamFunctionRole {
    /// How the names of the cloud's own policies begin; other names are left as they are.
    private static final Pattern MANAGED = Pattern.compile(
            "(?:Amazon|AWS|CloudWatch|CloudFront|Comprehend|Translate|SecretsManager|IAM|Administrator|PowerUser"
                    + "|ReadOnly|ViewOnly|SecurityAudit|AutoScaling|ElasticLoadBalancing|Resource|Service)[A-Za-z0-9_+=.@-]*");

    /// Those of them that lie under `service-role/`.
    private static final Pattern SERVICE_ROLE = Pattern.compile("AWSLambda(?:BasicExecutionRole|VPCAccessExecutionRole"
            + "|DynamoDBExecutionRole|KinesisExecutionRole|SQSQueueExecutionRole|MSKExecutionRole"
            + "|ENIManagementAccess|Role)|AmazonAPIGatewayPushToCloudWatchLogs|AmazonEC2RoleforSSM|AmazonEMRReadOnlyAccess"
            + "|AWSIoTThingsRegistration|AWSIoTLogging|AWSIoTRuleActions|AmazonSNSRole|AWSStepFunctionsExecutionRole");

    private final SamResource source;
    private final List<@Nullable Object> managed = new ArrayList<>();
    private final List<@Nullable Object> inline = new ArrayList<>();

    SamFunctionRole(SamResource source) {
        this.source = source;
        boolean durable = source.isSet("DurableConfig");
        attach("service-role/"
                + (durable ? "AWSLambdaBasicDurableExecutionRolePolicy" : "AWSLambdaBasicExecutionRole"));
    }

    /// Whether the function names no role, or none in one of two cases.
    boolean isNeeded() {
        Object given = source.get("Role");
        List<@Nullable Object> branches = Tree.branches(given);
        return given == null
                || (branches != null && (Tree.isNoValue(branches.get(1)) || Tree.isNoValue(branches.get(2))));
    }

    /// The condition under which the function names no role; null when it never does.
    private @Nullable String missingWhen() {
        List<@Nullable Object> branches = Tree.branches(source.get("Role"));
        if (branches == null) {
            return null;
        }
        String condition = String.valueOf(branches.get(0));
        if (Tree.isNoValue(branches.get(1))) {
            return Tree.isNoValue(branches.get(2)) ? null : condition;
        }
        String not = "NOT" + condition;
        source.translation().conditions().put(not, Tree.map("Fn::Not", Tree.list(Tree.map("Condition", condition))));
        return not;
    }

    void attach(String name) {
        attachArn("arn:" + source.translation().parameters().partition() + ":iam::aws:policy/" + name);
    }

    private void attachArn(@Nullable Object arn) {
        if (!managed.contains(arn)) {
            managed.add(arn);
        }
    }

    /// A policy of one statement that something else than Policies needs.
    void allow(String policyName, Object action, @Nullable Object resource) {
        add(
                policyName,
                Tree.map(
                        "Statement",
                        Tree.list(Tree.map(
                                "Action", action,
                                "Effect", "Allow",
                                "Resource", resource))));
    }

    /// A policy whose document is given.
    void add(String policyName, @Nullable Object document) {
        inline.add(Tree.map("PolicyName", policyName, "PolicyDocument", document));
    }

    /// The target of DeadLetterQueue, checked.
    Object deadLetterQueue() {
        Map<String, @Nullable Object> queue = source.object("DeadLetterQueue");
        Object type = queue.get("Type");
        Object arn = queue.get("TargetArn");
        if (!Tree.isSet(type) || !Tree.isSet(arn) || arn == null) {
            throw source.invalid("'DeadLetterQueue' requires Type and TargetArn properties to be specified.");
        }
        if (!"SQS".equals(type) && !"SNS".equals(type)) {
            throw source.invalid("'DeadLetterQueue' requires Type of ['SQS', 'SNS']");
        }
        return arn;
    }

    /// @return what stands for the role's ARN
    Map<String, @Nullable Object> emit(List<@Nullable Object> tags) {
        String id = source.id() + "Role";
        addSettings();
        List<@Nullable Object> policies = source.get("Policies") instanceof List<?>
                ? Tree.itemsOrEmpty(source.get("Policies"))
                : source.get("Policies") == null ? List.of() : Tree.list(source.get("Policies"));
        for (int i = 0; i < policies.size(); i++) {
            add(policies.get(i), i);
        }
        Map<String, @Nullable Object> attributes = source.passedOnWithMetadata();
        String missing = missingWhen();
        if (missing != null) {
            attributes.put("Condition", missing);
        }
        Object assume = source.get("AssumeRolePolicyDocument");
        source.emit(
                id,
                "AWS::IAM::Role",
                Tree.map(
                        "AssumeRolePolicyDocument",
                        assume == null ? lambdaMayAssume() : assume,
                        "ManagedPolicyArns",
                        managed,
                        "Policies",
                        inline.isEmpty() ? null : inline,
                        "Path",
                        source.get("RolePath"),
                        "PermissionsBoundary",
                        source.get("PermissionsBoundary"),
                        "Tags",
                        tags),
                attributes);
        return Tree.getAtt(id, "Arn");
    }

    /// The function's Role where it is given in one of two cases only.
    Map<String, @Nullable Object> choose(List<@Nullable Object> branches, @Nullable Object made) {
        return Tree.when(
                branches.get(0),
                Tree.isNoValue(branches.get(1)) ? made : branches.get(1),
                Tree.isNoValue(branches.get(2)) ? made : branches.get(2));
    }

    private static Map<String, @Nullable Object> lambdaMayAssume() {
        return Tree.map(
                "Version",
                "2012-10-17",
                "Statement",
                Tree.list(Tree.map(
                        "Action", Tree.list("sts:AssumeRole"),
                        "Effect", "Allow",
                        "Principal", Tree.map("Service", Tree.list("lambda.amazonaws.com")))));
    }

    private void addSettings() {
        if (source.isSet("Tracing")) {
            boolean ordinary = source.translation().parameters().partition().equals("aws");
            attach(ordinary ? "AWSXrayWriteOnlyAccess" : "AWSXRayDaemonWriteAccess");
        }
        if (source.isSet("VpcConfig")) {
            attach("service-role/AWSLambdaVPCAccessExecutionRole");
        }
        if (source.isSet("DeadLetterQueue")) {
            boolean queue = "SQS".equals(source.object("DeadLetterQueue").get("Type"));
            add(
                    "DeadLetterQueuePolicy",
                    Tree.map(
                            "Version",
                            "2012-10-17",
                            "Statement",
                            Tree.list(Tree.map(
                                    "Action",
                                    queue ? "sqs:SendMessage" : "sns:Publish",
                                    "Effect",
                                    "Allow",
                                    "Resource",
                                    deadLetterQueue()))));
        }
    }

    /// One entry of Policies: a managed policy, a document, a template, or a choice of two.
    private void add(@Nullable Object policy, int index) {
        String name = source.id() + "RolePolicy" + index;
        if (policy instanceof String text) {
            attachArn(managedArn(text));
            return;
        }
        List<@Nullable Object> branches = Tree.branches(policy);
        if (branches != null) {
            Object yes = branch(branches.get(1), name, index);
            Object no = branch(branches.get(2), name, index);
            Object choice = Tree.when(branches.get(0), yes, no);
            boolean document = isInline(yes) || isInline(no);
            if (document) {
                inline.add(choice);
            } else {
                attachArn(choice);
            }
            return;
        }
        if (Tree.isIntrinsic(policy)) {
            attachArn(policy);
            return;
        }
        add(name, document(policy, index));
    }

    private static boolean isInline(@Nullable Object value) {
        return value instanceof Map<?, ?> map && map.containsKey("PolicyDocument");
    }

    private @Nullable Object branch(@Nullable Object policy, String name, int index) {
        if (policy instanceof String text) {
            return managedArn(text);
        }
        if (Tree.isIntrinsic(policy)) {
            return policy;
        }
        return Tree.map("PolicyName", name, "PolicyDocument", document(policy, index));
    }

    private @Nullable Object document(@Nullable Object policy, int index) {
        Map<String, @Nullable Object> map = Tree.objectOrEmpty(policy);
        if (map.containsKey("Statement")) {
            return map;
        }
        SamPolicyTemplates templates = source.translation().policyTemplates();
        if (map.size() == 1) {
            String name = map.keySet().iterator().next();
            if (templates.has(name)) {
                return templates.document(source.id(), name, map.get(name));
            }
        }
        throw source.invalid("Policy at index " + index + " in the 'Policies' property is not valid");
    }

    private String managedArn(String name) {
        String prefix = "arn:" + source.translation().parameters().partition() + ":iam::aws:policy/";
        if (SERVICE_ROLE.matcher(name).matches()) {
            return prefix + "service-role/" + name;
        }
        return MANAGED.matcher(name).matches() ? prefix + name : name;
    }
}
