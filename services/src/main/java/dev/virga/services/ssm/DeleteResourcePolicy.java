package dev.virga.services.ssm;

import dev.virga.api.ssm.DeleteResourcePolicyRequest;
import dev.virga.api.ssm.DeleteResourcePolicyResponse;
import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Takes back a policy that shares a parameter.
final class DeleteResourcePolicy implements Operation<DeleteResourcePolicyRequest, DeleteResourcePolicyResponse> {
    private final ParameterTable parameters;
    private final ParameterAccess access;

    DeleteResourcePolicy(ParameterTable parameters, ParameterAccess access) {
        this.parameters = parameters;
        this.access = access;
    }

    @Override
    public Op<DeleteResourcePolicyRequest, DeleteResourcePolicyResponse> op() {
        return SsmOps.DeleteResourcePolicy;
    }

    @Override
    public List<Access> access(DeleteResourcePolicyRequest input, Call call) {
        return List.of(access.parameter(
                "DeleteResourcePolicy",
                ResourcePolicies.name(parameters, input.resourceArn(), call).arn(),
                call));
    }

    @Override
    public DeleteResourcePolicyResponse handle(DeleteResourcePolicyRequest input, Call call) {
        parameters.change(ResourcePolicies.name(parameters, input.resourceArn(), call), parameter -> {
            ResourcePolicies.checkHash(parameter, input.policyId(), input.policyHash());
            Map<String, String> rest = new LinkedHashMap<>(parameter.policies());
            rest.remove(input.policyId());
            return parameter.withPolicies(rest);
        });
        return DeleteResourcePolicyResponse.builder().build();
    }
}
