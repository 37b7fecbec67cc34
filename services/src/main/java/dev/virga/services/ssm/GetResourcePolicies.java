package dev.virga.services.ssm;

import dev.virga.api.ssm.GetResourcePoliciesRequest;
import dev.virga.api.ssm.GetResourcePoliciesResponse;
import dev.virga.api.ssm.GetResourcePoliciesResponseEntry;
import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.services.ssm.ParameterTable.Found;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Lists the policies that share a parameter.
final class GetResourcePolicies implements Operation<GetResourcePoliciesRequest, GetResourcePoliciesResponse> {
    private static final int MAX_RESULTS = 50;

    private final ParameterTable parameters;
    private final ParameterAccess access;
    private final PolicyPrincipals principals;

    GetResourcePolicies(ParameterTable parameters, ParameterAccess access, PolicyPrincipals principals) {
        this.principals = principals;
        this.parameters = parameters;
        this.access = access;
    }

    @Override
    public Op<GetResourcePoliciesRequest, GetResourcePoliciesResponse> op() {
        return SsmOps.GetResourcePolicies;
    }

    @Override
    public List<Access> access(GetResourcePoliciesRequest input, Call call) {
        return List.of(access.parameter(
                "GetResourcePolicies",
                ResourcePolicies.name(parameters, input.resourceArn(), call).arn(),
                call));
    }

    @Override
    public GetResourcePoliciesResponse handle(GetResourcePoliciesRequest input, Call call) {
        Found found = parameters.find(ResourcePolicies.name(parameters, input.resourceArn(), call));
        if (found == null) {
            throw SsmErrors.notFound();
        }
        int max = input.maxResults() == null ? MAX_RESULTS : input.maxResults();
        String after = PageToken.name(input.nextToken());
        List<Map.Entry<String, String>> rest = new TreeMap<>(found.parameter().policies())
                .entrySet().stream()
                        .filter(policy -> after == null || policy.getKey().compareTo(after) > 0)
                        .toList();
        List<Map.Entry<String, String>> page = rest.subList(0, Math.min(max, rest.size()));
        return GetResourcePoliciesResponse.builder()
                .policies(page.stream().map(this::entry).toList())
                .nextToken(rest.size() > max ? PageToken.of(page.getLast().getKey()) : null)
                .build();
    }

    private GetResourcePoliciesResponseEntry entry(Map.Entry<String, String> policy) {
        return GetResourcePoliciesResponseEntry.builder()
                .policyId(policy.getKey())
                .policyHash(ResourcePolicies.hash(policy.getValue()))
                .policy(principals.shown(policy.getValue()))
                .build();
    }
}
