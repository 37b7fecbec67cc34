package dev.virga.app.admin;

import dev.virga.api.iam.GetRoleRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.Role;
import dev.virga.api.lambda.FunctionConfiguration;
import dev.virga.api.lambda.GetFunctionConfigurationRequest;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.ListFunctionsRequest;
import dev.virga.api.lambda.ListFunctionsResponse;
import dev.virga.app.deploy.Deployer;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.audit.LeastPolicy;
import dev.virga.kernel.audit.UsedPermissions;
import dev.virga.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// `virga iam tighten`: the smallest policy for what a function's role was seen to do, beside what
/// its present policies allow.
final class TightenCommand implements Command {
    private static final int FEW_CALLS = 20;
    private static final int LARGEST_INLINE = 10_240;

    private final Cloud cloud;
    private final Installation installation;
    private final Deployer deployer;
    private final UsedPermissions permissions;
    private final Caller root;

    TightenCommand(Cloud cloud, Installation installation, Deployer deployer, UsedPermissions permissions) {
        this.cloud = cloud;
        this.installation = installation;
        this.deployer = deployer;
        this.permissions = permissions;
        this.root = new Caller.Root(installation.account());
    }

    /// What is known about a role.
    ///
    /// @param functions that run as it
    private record Found(
            Role role,
            List<String> functions,
            List<UsedPermissions.Used> used,
            LeastPolicy least,
            List<RolePolicies.Present> present,
            List<String> warnings) {
        long calls() {
            return used.stream().mapToLong(UsedPermissions.Used::calls).sum();
        }
    }

    @Override
    public int run(Asked asked, TextStream out) throws IOException {
        String roleName = roleName(asked);
        RolePolicies policies = new RolePolicies(cloud, root, installation.region(), roleName);
        Found found = find(roleName, policies);
        boolean apply = asked.text("apply").equals("true");
        if (apply && found.used().isEmpty()) {
            throw new IOException("no call of role " + roleName + " was seen yet; use it first, then tighten");
        }
        if (asked.json()) {
            out.line(Json.write(json(found, apply)));
        } else {
            print(found, out, new Colours(asked.text("colours").equals("true")));
        }
        if (apply) {
            apply(found, policies, out, asked.json());
        }
        return 0;
    }

    private String roleName(Asked asked) throws IOException {
        String role = asked.text("role");
        if (!role.isEmpty()) {
            return role.substring(role.lastIndexOf('/') + 1);
        }
        String function = asked.text("function");
        if (function.isEmpty()) {
            throw new IOException("name a function or a role");
        }
        String arn = cloud.call(
                        root,
                        installation.region(),
                        LambdaOps.GetFunctionConfiguration,
                        GetFunctionConfigurationRequest.builder()
                                .functionName(FunctionNames.find(deployer.apps(), function))
                                .build())
                .role();
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private Found find(String roleName, RolePolicies policies) {
        GetRoleRequest request = GetRoleRequest.builder().roleName(roleName).build();
        Role role =
                cloud.call(root, installation.region(), IamOps.GetRole, request).role();
        List<String> functions = new ArrayList<>();
        List<String> logGroups = new ArrayList<>();
        for (FunctionConfiguration function : functionsOf(role.arn())) {
            functions.add(function.functionName());
            String group =
                    function.loggingConfig() == null || function.loggingConfig().logGroup() == null
                            ? "/aws/lambda/" + function.functionName()
                            : function.loggingConfig().logGroup();
            logGroups.add(
                    "arn:aws:logs:" + installation.region() + ":" + installation.account() + ":log-group:" + group);
        }
        List<UsedPermissions.Used> used = permissions.of(installation.account(), role.roleId());
        Found found =
                new Found(role, functions, used, LeastPolicy.of(used, logGroups), policies.all(), new ArrayList<>());
        warn(found);
        return found;
    }

    private static void warn(Found found) {
        if (found.calls() < FEW_CALLS) {
            found.warnings()
                    .add(
                            "only " + found.calls()
                                    + " permissions were used so far: try everything that the function does before you apply this");
        }
        if (found.functions().size() > 1) {
            found.warnings().add("the role belongs to several functions: " + String.join(", ", found.functions()));
        }
        if (found.least().document().length() > LARGEST_INLINE) {
            found.warnings().add("the policy is larger than an inline policy may be; shorten its lists by hand");
        }
    }

    private List<FunctionConfiguration> functionsOf(String roleArn) {
        List<FunctionConfiguration> all = new ArrayList<>();
        String marker = null;
        do {
            ListFunctionsResponse page = cloud.call(
                    root,
                    installation.region(),
                    LambdaOps.ListFunctions,
                    ListFunctionsRequest.builder().marker(marker).build());
            page.functions().stream()
                    .filter(function -> roleArn.equals(function.role()))
                    .forEach(all::add);
            marker = page.nextMarker();
        } while (marker != null && !marker.isEmpty());
        return all;
    }

    private static Map<String, Object> json(Found found, boolean applied) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("role", found.role().arn());
        json.put("functions", found.functions());
        json.put("calls", found.calls());
        json.put("policy", found.least().toJson());
        Map<String, Object> beyond = new LinkedHashMap<>();
        for (RolePolicies.Present policy : found.present()) {
            beyond.put(policy.name(), Surplus.of(policy.document(), found.used()));
        }
        json.put("unused", beyond);
        json.put("warnings", found.warnings());
        json.put("applied", applied);
        return json;
    }

    private static void print(Found found, TextStream out, Colours colours) {
        String of = found.functions().isEmpty() ? "" : " (" + String.join(", ", found.functions()) + ")";
        out.line("Role " + colours.bold(found.role().roleName()) + of + " used "
                + new TreeSet<>(found.used().stream()
                                .map(UsedPermissions.Used::action)
                                .toList())
                        .size()
                + " actions in " + found.calls() + " calls:");
        for (UsedPermissions.Used used : found.used()) {
            out.line(String.format("  %6d  %-28s %s", used.calls(), used.action(), used.resource()));
        }
        out.line("");
        out.line("The least policy:");
        policy(found.least(), out);
        out.line("");
        out.line("Its present policies allow beyond it:");
        boolean none = true;
        for (RolePolicies.Present policy : found.present()) {
            for (String line : Surplus.of(policy.document(), found.used())) {
                out.line("  " + policy.name() + ": " + colours.red(line));
                none = false;
            }
        }
        if (none) {
            out.line("  nothing that stands out");
        }
        found.warnings().forEach(warning -> out.line(colours.bold("warning: ") + warning));
    }

    /// One list a line: a policy is read more often than it is sent.
    private static void policy(LeastPolicy policy, TextStream out) {
        out.line("  {\"Version\": \"2012-10-17\",");
        out.line("   \"Statement\": [");
        int left = policy.statements().size();
        for (LeastPolicy.Statement statement : policy.statements()) {
            left--;
            out.line("    {\"Sid\": \"" + statement.sid() + "\", \"Effect\": \"Allow\",");
            out.line("     \"Action\": " + Json.write(statement.actions()).replace("\",\"", "\", \"") + ",");
            out.line("     \"Resource\": " + Json.write(statement.resources()).replace("\",\"", "\", \"") + "}"
                    + (left > 0 ? "," : ""));
        }
        out.line("   ]}");
    }

    /// The new one first, so that the function is never without.
    private static void apply(Found found, RolePolicies policies, TextStream out, boolean quiet) {
        policies.put(LeastPolicy.NAME, found.least().document());
        for (RolePolicies.Present policy : found.present()) {
            if (!policy.name().equals(LeastPolicy.NAME) || !policy.inline()) {
                policies.remove(policy);
            }
        }
        if (!quiet) {
            out.line("");
            out.line("Applied: the role has the inline policy " + LeastPolicy.NAME + " and no other. A deployment that "
                    + "changes the function's policies in its template puts those back.");
        }
    }
}
