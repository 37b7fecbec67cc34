package dev.virga.services.lambda;

import dev.virga.api.lambda.GetPolicyRequest;
import dev.virga.api.lambda.GetPolicyResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.wire.Op;
import java.util.List;

/// The resource policy of a function, version or alias.
final class GetPolicy implements Operation<GetPolicyRequest, GetPolicyResponse> {
    private final VersionTable versions;
    private final AliasTable aliases;
    private final PolicyTable policies;
    private final PolicyPrincipals principals;

    GetPolicy(VersionTable versions, AliasTable aliases, PolicyTable policies, PolicyPrincipals principals) {
        this.principals = principals;
        this.versions = versions;
        this.aliases = aliases;
        this.policies = policies;
    }

    @Override
    public Op<GetPolicyRequest, GetPolicyResponse> op() {
        return LambdaOps.GetPolicy;
    }

    @Override
    public List<Access> access(GetPolicyRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        return LambdaAccess.function("GetPolicy", name);
    }

    @Override
    public GetPolicyResponse handle(GetPolicyRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        VersionOf.find(versions, aliases, name);
        PolicyTable.Found found = policies.find(name);
        if (found == null) {
            throw LambdaErrors.policyNotFound();
        }
        return GetPolicyResponse.builder()
                .policy(principals.shown(found.policy().document()))
                .revisionId(found.policy().revisionId())
                .build();
    }
}
