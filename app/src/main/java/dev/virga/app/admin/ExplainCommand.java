package dev.virga.app.admin;

import dev.virga.api.iam.GetRoleRequest;
import dev.virga.api.iam.GetUserRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.Role;
import dev.virga.api.iam.User;
import dev.virga.kernel.Access;
import dev.virga.kernel.Arn;
import dev.virga.kernel.AuthorizationMessages;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Time;
import dev.virga.kernel.audit.ExplainedCall;
import dev.virga.kernel.audit.ExplainedCalls;
import dev.virga.kernel.policy.Explanation;
import dev.virga.kernel.policy.ExplanationJson;
import dev.virga.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `virga iam explain`: why a call was refused or allowed, or would be.
record ExplainCommand(
        ExplainedCalls explained,
        Authorizer authorizer,
        AuthorizationMessages messages,
        Cloud cloud,
        Installation installation,
        Time time)
        implements Command {
    private static final int LATEST = 20;
    /// Looked through for refusals.
    private static final int RECENT = 500;

    @Override
    public int run(Asked asked, TextStream out) throws IOException {
        if (!asked.text("principal").isEmpty()) {
            return ask(asked, out);
        }
        String requestId = asked.text("request");
        if (requestId.isEmpty()) {
            return latest(asked, out);
        }
        ExplainedCall call = explained.find(requestId);
        boolean allowed = asked.text("allowed").equals("true");
        if (call == null || (call.allowed() && !allowed)) {
            out.line("virga: " + (call == null ? unknown(requestId) : "the call was allowed; see --allowed"));
            return 1;
        }
        if (asked.json()) {
            out.line(Json.write(json(call)));
            return 0;
        }
        Colours colours = colours(asked);
        out.line((call.allowed() ? colours.green("Allowed") : colours.red("Refused")) + " "
                + colours.bold(call.operation()) + " at " + call.time() + " in " + call.region());
        String agent = call.userAgent() == null ? "" : " (" + shorten(call.userAgent()) + ")";
        out.line("  request   " + call.requestId());
        out.line("  from      " + call.sourceAddress() + agent);
        ExplanationText text = new ExplanationText(out, colours);
        call.decisions().forEach(text::print);
        return 0;
    }

    private static Colours colours(Asked asked) {
        return new Colours(asked.text("colours").equals("true"));
    }

    private static String shorten(String agent) {
        return agent.length() <= 60 ? agent : agent.substring(0, 60) + "…";
    }

    private static String unknown(String requestId) {
        return "nothing is known of request " + requestId + ". Kept are calls that IAM refused, and calls that manage "
                + "resources: the last 10,000 of 7 days.";
    }

    private Map<String, Object> json(ExplainedCall call) {
        Map<String, Object> json = call.toJson();
        if (!call.allowed() && !call.decisions().isEmpty()) {
            advise(json, call.decisions().getFirst());
            String encoded =
                    messages.encode(EncodedRefusal.json(call.decisions().getFirst()));
            if (encoded != null) {
                json.put("encodedMessage", encoded);
            }
        }
        return json;
    }

    private static void advise(Map<String, Object> json, Explanation explanation) {
        Advice advice = Advice.on(explanation);
        json.put("advice", advice.text());
        if (advice.statement() != null) {
            json.put("statement", Json.parse(advice.statement()));
        }
    }

    private int latest(Asked asked, TextStream out) {
        List<ExplainedCall> refused = explained.latest(RECENT).stream()
                .filter(call -> !call.allowed())
                .limit(LATEST)
                .toList();
        if (asked.json()) {
            out.line(Json.write(refused.stream().map(this::json).toList()));
            return 0;
        }
        if (refused.isEmpty()) {
            out.line("No call was refused lately.");
        }
        for (ExplainedCall call : refused) {
            Explanation first = call.decisions().getFirst();
            out.line(call.time() + "  " + call.requestId() + "  " + Advice.who(first.principal()));
            out.line("    " + colours(asked).bold(first.action()) + " on " + first.resource());
        }
        return 0;
    }

    /// What the policies say now about a call that nobody made.
    private int ask(Asked asked, TextStream out) throws IOException {
        Caller caller = caller(asked.text("principal"));
        String action = asked.text("action");
        String resource = asked.text("resource").isEmpty() ? "*" : asked.text("resource");
        if (action.indexOf(':') <= 0) {
            throw new IOException("'" + action + "' is no action; write it like s3:GetObject");
        }
        Map<String, List<String>> context = new LinkedHashMap<>();
        for (String pair : asked.text("context").split("\n", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                context.computeIfAbsent(pair.substring(0, equals), k -> new ArrayList<>())
                        .add(pair.substring(equals + 1));
            }
        }
        String policy = asked.text("resource-policy");
        Access access = Access.to(action, resource)
                .withResourcePolicy(policy.isEmpty() ? null : policy)
                .withConditions(context);
        Call call = new Call(
                caller,
                caller.account(),
                installation.region(),
                "explain",
                null,
                time.instant(),
                "127.0.0.1",
                false,
                installation.endpoint());
        Explanation explanation = authorizer.imagine(access, call);
        if (explanation == null) {
            throw new IOException("IAM is not enforced here");
        }
        if (asked.json()) {
            Map<String, Object> json = ExplanationJson.write(explanation);
            if (!explanation.allowed()) {
                advise(json, explanation);
            }
            out.line(Json.write(json));
        } else {
            new ExplanationText(out, colours(asked)).print(explanation);
        }
        return explanation.allowed() ? 0 : 1;
    }

    private Caller caller(String principal) throws IOException {
        Arn arn = Arn.parse(principal);
        if (arn == null) {
            return service(principal);
        }
        String[] parts = arn.resource().split("/");
        String name = parts[parts.length - 1];
        Caller root = new Caller.Root(arn.account());
        return switch (parts[0]) {
            case "root" -> root;
            case "user" -> {
                GetUserRequest request = GetUserRequest.builder().userName(name).build();
                User user = cloud.call(root, installation.region(), IamOps.GetUser, request)
                        .user();
                yield new Caller.User(arn.account(), user.path(), user.userName(), user.userId());
            }
            case "role" -> session(root, name, "explain");
            case "assumed-role" -> session(root, parts[1], name);
            default -> throw new IOException("'" + principal + "' is no user, role or session");
        };
    }

    private Caller service(String principal) throws IOException {
        if (!principal.endsWith(".amazonaws.com")) {
            throw new IOException("'" + principal + "' is neither an ARN nor a service such as lambda.amazonaws.com");
        }
        return new Caller.Service(installation.account(), principal, null);
    }

    private Caller session(Caller root, String name, String sessionName) {
        GetRoleRequest request = GetRoleRequest.builder().roleName(name).build();
        Role role =
                cloud.call(root, installation.region(), IamOps.GetRole, request).role();
        return new Caller.Session(
                root.account(), role.path(), role.roleName(), role.roleId(), sessionName, null, Map.of());
    }
}
