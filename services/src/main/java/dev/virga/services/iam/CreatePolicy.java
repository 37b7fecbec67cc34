package dev.virga.services.iam;

import dev.virga.api.iam.CreatePolicyRequest;
import dev.virga.api.iam.CreatePolicyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.time.Instant;
import java.util.List;

/// Creates a managed policy with its first version, `v1`.
final class CreatePolicy implements Operation<CreatePolicyRequest, CreatePolicyResponse> {
    private final Tables tables;

    CreatePolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<CreatePolicyRequest, CreatePolicyResponse> op() {
        return IamOps.CreatePolicy;
    }

    @Override
    public List<Access> access(CreatePolicyRequest input, Call call) {
        String path = input.path() == null ? "/" : input.path();
        return Tables.under("CreatePolicy", call, Policy.KIND, path, input.policyName());
    }

    @Override
    public CreatePolicyResponse handle(CreatePolicyRequest input, Call call) {
        ManagedPolicies.checkDocument(input.policyDocument());
        Instant now = tables.now();
        Policy policy = new Policy(
                call.account(),
                input.path() == null ? "/" : input.path(),
                input.policyName(),
                tables.ids.id(Ids.POLICY),
                now,
                now,
                input.description() == null ? "" : input.description(),
                Tags.first(input.tags()),
                List.of(new Policy.Version("v1", now, input.policyDocument())),
                "v1",
                1,
                0,
                0);
        if (!tables.policies.create(call.account(), policy, List.of(), List.of())) {
            throw IamErrors.policyAlreadyExists(input.policyName());
        }
        tables.lint(policy.arn(), input.policyDocument());
        return CreatePolicyResponse.builder().policy(policy.details()).build();
    }
}
