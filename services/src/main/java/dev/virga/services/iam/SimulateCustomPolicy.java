package dev.virga.services.iam;

import dev.virga.api.iam.EvaluationResult;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.SimulateCustomPolicyRequest;
import dev.virga.api.iam.SimulatePolicyResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// What policies that the request brings along would decide.
final class SimulateCustomPolicy implements Operation<SimulateCustomPolicyRequest, SimulatePolicyResponse> {
    @Override
    public Op<SimulateCustomPolicyRequest, SimulatePolicyResponse> op() {
        return IamOps.SimulateCustomPolicy;
    }

    @Override
    public List<Access> access(SimulateCustomPolicyRequest input, Call call) {
        return List.of(Access.to("iam:SimulateCustomPolicy", "*"));
    }

    @Override
    public SimulatePolicyResponse handle(SimulateCustomPolicyRequest input, Call call) {
        Simulation.refuse("SimulateCustomPolicy", input.resourceHandlingOption());
        Caller somebody = new Caller.User(call.account(), "/", "simulated", "AIDASIMULATED");
        Simulation.Setup setup = new Simulation.Setup(
                Simulation.inputs(input.policyInputList()),
                Simulation.boundaryInput(input.permissionsBoundaryPolicyInputList()),
                Simulation.resourceInput(input.resourcePolicy()),
                Simulation.caller(input.callerArn(), input.resourcePolicy() == null ? somebody : null),
                Simulation.owner(input.resourceOwner()),
                Map.of());
        Page<EvaluationResult> page = new Simulation(setup, call, input.contextEntries())
                .page(input.actionNames(), input.resourceArns(), input.marker(), input.maxItems());
        return SimulatePolicyResponse.builder()
                .evaluationResults(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
