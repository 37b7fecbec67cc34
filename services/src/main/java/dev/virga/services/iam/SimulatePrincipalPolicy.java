package dev.virga.services.iam;

import dev.virga.api.iam.EvaluationResult;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.SimulatePolicyResponse;
import dev.virga.api.iam.SimulatePrincipalPolicyRequest;
import dev.virga.kernel.Access;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Operation;
import dev.virga.kernel.policy.Explanation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the policies of a user, group or role would decide, with those that the request brings
/// along.
final class SimulatePrincipalPolicy implements Operation<SimulatePrincipalPolicyRequest, SimulatePolicyResponse> {
    private final Tables tables;

    SimulatePrincipalPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<SimulatePrincipalPolicyRequest, SimulatePolicyResponse> op() {
        return IamOps.SimulatePrincipalPolicy;
    }

    @Override
    public List<Access> access(SimulatePrincipalPolicyRequest input, Call call) {
        return List.of(Access.to("iam:SimulatePrincipalPolicy", input.policySourceArn()));
    }

    @Override
    public SimulatePolicyResponse handle(SimulatePrincipalPolicyRequest input, Call call) {
        Simulation.refuse("SimulatePrincipalPolicy", input.resourceHandlingOption());
        Entity<?> entity = entity(input.policySourceArn(), call);
        List<Simulation.Part> parts = parts(entity);
        parts.addAll(Simulation.inputs(input.policyInputList()));
        Simulation.Part given = Simulation.boundaryInput(input.permissionsBoundaryPolicyInputList());
        Caller principal = principal(entity);
        // Of a role or group the resource's policy cannot tell whom it is asked about.
        boolean named = entity instanceof User || input.resourcePolicy() == null;
        Simulation.Setup setup = new Simulation.Setup(
                parts,
                given == null ? boundary(entity) : given,
                Simulation.resourceInput(input.resourcePolicy()),
                Simulation.caller(input.callerArn(), named ? principal : null),
                Simulation.owner(input.resourceOwner()),
                entity instanceof Group ? Map.of() : entity.grants().tags());
        Page<EvaluationResult> page = new Simulation(setup, call, input.contextEntries())
                .page(input.actionNames(), input.resourceArns(), input.marker(), input.maxItems());
        return SimulatePolicyResponse.builder()
                .evaluationResults(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private Entity<?> entity(String text, Call call) {
        Arn arn = Arn.parse(text);
        int slash = arn == null ? -1 : arn.resource().indexOf('/');
        if (arn == null
                || slash < 0
                || !arn.service().equals("iam")
                || !arn.account().equals(call.account())) {
            throw unclear(text);
        }
        String name = arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
        return switch (arn.resource().substring(0, slash)) {
            case User.KIND -> tables.users.get(call.account(), name);
            case Group.KIND -> tables.groups.get(call.account(), name);
            case Role.KIND -> tables.roles.get(call.account(), name);
            default -> throw unclear(text);
        };
    }

    private static RuntimeException unclear(String arn) {
        return IamErrors.invalidInput("Invalid Entity Arn: " + arn + " does not clearly define entity type and name.");
    }

    private static Caller principal(Entity<?> entity) {
        return switch (entity) {
            case User user -> new Caller.User(user.account(), user.path(), user.name(), user.id());
            case Role role ->
                new Caller.Session(role.account(), role.path(), role.name(), role.id(), "simulated", null, Map.of());
            case Group group -> new Caller.User(group.account(), "/", "simulated", "AIDASIMULATED");
        };
    }

    private List<Simulation.Part> parts(Entity<?> entity) {
        List<Simulation.Part> parts = new ArrayList<>();
        add(entity, parts);
        if (entity instanceof User user) {
            for (String name : user.groups()) {
                EntityTable.Stored<Group> group = tables.groups.find(user.account(), name);
                if (group != null) {
                    add(group.value(), parts);
                }
            }
        }
        return parts;
    }

    /// Inline policies are named after what they are part of: `user_alice_logs`.
    private void add(Entity<?> entity, List<Simulation.Part> parts) {
        String kind =
                switch (entity) {
                    case User user -> User.KIND;
                    case Group group -> Group.KIND;
                    case Role role -> Role.KIND;
                };
        entity.grants()
                .inline()
                .forEach((name, text) -> parts.add(
                        Simulation.Part.of(kind + "_" + entity.name() + "_" + name, Explanation.Kind.INLINE, text)));
        for (String arn : entity.grants().attached()) {
            Policy policy = tables.managed.require(entity.account(), arn);
            parts.add(Simulation.Part.of(policy.name(), Explanation.Kind.MANAGED, policy.document()));
        }
    }

    private Simulation.@Nullable Part boundary(Entity<?> entity) {
        String arn = entity.grants().boundary();
        if (arn == null) {
            return null;
        }
        Policy policy = tables.managed.require(entity.account(), arn);
        return Simulation.Part.of(policy.name(), Explanation.Kind.BOUNDARY, policy.document());
    }
}
