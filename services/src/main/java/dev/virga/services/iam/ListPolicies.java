package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListPoliciesRequest;
import dev.virga.api.iam.ListPoliciesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Lists managed policies: those of the account, those of AWS, or both.
final class ListPolicies implements Operation<ListPoliciesRequest, ListPoliciesResponse> {
    private final Tables tables;

    ListPolicies(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListPoliciesRequest, ListPoliciesResponse> op() {
        return IamOps.ListPolicies;
    }

    @Override
    public List<Access> access(ListPoliciesRequest input, Call call) {
        String path = input.pathPrefix() == null ? "/" : input.pathPrefix();
        return Tables.under("ListPolicies", call, Policy.KIND, path, "");
    }

    @Override
    public ListPoliciesResponse handle(ListPoliciesRequest input, Call call) {
        String scope = input.scope() == null ? "All" : input.scope();
        List<Policy> all = new ArrayList<>();
        if (!scope.equals("AWS")) {
            all.addAll(tables.policies
                    .page(call.account(), any -> true, null, Quotas.POLICIES)
                    .items());
        }
        if (!scope.equals("Local")) {
            all.addAll(tables.managed.allOfAws(call.account()));
        }
        all.removeIf(policy -> !isWanted(policy, input));
        all.sort(Comparator.comparing(Policy::arn));
        Page<Policy> page = Page.of(all, Policy::arn, input.marker(), input.maxItems());
        return ListPoliciesResponse.builder()
                .policies(page.items().stream().map(Policy::summary).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static boolean isWanted(Policy policy, ListPoliciesRequest input) {
        boolean onlyAttached = Boolean.TRUE.equals(input.onlyAttached());
        boolean boundaries = "PermissionsBoundary".equals(input.policyUsageFilter());
        int uses = boundaries ? policy.boundaries() : policy.attachments();
        return (input.pathPrefix() == null || policy.path().startsWith(input.pathPrefix()))
                && (uses > 0 || (!onlyAttached && !boundaries));
    }
}
