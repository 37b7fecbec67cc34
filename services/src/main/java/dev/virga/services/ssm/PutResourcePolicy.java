package dev.virga.services.ssm;

import dev.virga.api.ssm.PutResourcePolicyRequest;
import dev.virga.api.ssm.PutResourcePolicyResponse;
import dev.virga.api.ssm.ResourcePolicyInvalidParameterException;
import dev.virga.api.ssm.ResourcePolicyLimitExceededException;
import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.wire.Op;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Shares a parameter of the advanced tier with other accounts.
final class PutResourcePolicy implements Operation<PutResourcePolicyRequest, PutResourcePolicyResponse> {
    private static final int MAX_POLICIES = 10;
    private static final int MAX_CHARS = 20_480;

    private final ParameterTable parameters;
    private final ParameterAccess access;
    private final PolicyPrincipals principals;

    PutResourcePolicy(ParameterTable parameters, ParameterAccess access, PolicyPrincipals principals) {
        this.principals = principals;
        this.parameters = parameters;
        this.access = access;
    }

    @Override
    public Op<PutResourcePolicyRequest, PutResourcePolicyResponse> op() {
        return SsmOps.PutResourcePolicy;
    }

    @Override
    public List<Access> access(PutResourcePolicyRequest input, Call call) {
        return List.of(access.parameter(
                "PutResourcePolicy",
                ResourcePolicies.name(parameters, input.resourceArn(), call).arn(),
                call));
    }

    @Override
    public PutResourcePolicyResponse handle(PutResourcePolicyRequest input, Call call) {
        ParameterName name = ResourcePolicies.name(parameters, input.resourceArn(), call);
        ResourcePolicies.check(input.policy());
        String kept = principals.keep(input.policy(), name.account(), ResourcePolicies::invalidPrincipal);
        String id = input.policyId() == null ? UUID.randomUUID().toString() : input.policyId();
        parameters.change(name, parameter -> {
            if (!parameter.latest().tier().equals(ParameterVersion.ADVANCED)) {
                throw new ResourcePolicyInvalidParameterException("Only parameters of the advanced tier can be shared.")
                        .parameterNames(List.of("ResourceArn"));
            }
            if (input.policyId() != null) {
                ResourcePolicies.checkHash(parameter, id, String.valueOf(input.policyHash()));
            }
            Map<String, String> all = new LinkedHashMap<>(parameter.policies());
            all.put(id, kept);
            int characters = all.values().stream().mapToInt(String::length).sum();
            if (all.size() > MAX_POLICIES || characters > MAX_CHARS) {
                throw new ResourcePolicyLimitExceededException("A parameter can have " + MAX_POLICIES + " policies of "
                                + MAX_CHARS + " characters together.")
                        .limit(MAX_POLICIES)
                        .limitType("PoliciesPerResource");
            }
            return parameter.withPolicies(all);
        });
        return PutResourcePolicyResponse.builder()
                .policyId(id)
                .policyHash(ResourcePolicies.hash(kept))
                .build();
    }
}
