package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListPolicyVersionsRequest;
import dev.virga.api.iam.ListPolicyVersionsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the versions of a managed policy, newest first. There are five at most: one page.
final class ListPolicyVersions implements Operation<ListPolicyVersionsRequest, ListPolicyVersionsResponse> {
    private final Tables tables;

    ListPolicyVersions(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListPolicyVersionsRequest, ListPolicyVersionsResponse> op() {
        return IamOps.ListPolicyVersions;
    }

    @Override
    public List<Access> access(ListPolicyVersionsRequest input, Call call) {
        return List.of(Access.to("iam:ListPolicyVersions", input.policyArn()));
    }

    @Override
    public ListPolicyVersionsResponse handle(ListPolicyVersionsRequest input, Call call) {
        Policy policy = tables.managed.require(call.account(), input.policyArn());
        return ListPolicyVersionsResponse.builder()
                .versions(policy.versions().stream()
                        .map(version -> policy.shape(version, false))
                        .toList())
                .isTruncated(false)
                .build();
    }
}
