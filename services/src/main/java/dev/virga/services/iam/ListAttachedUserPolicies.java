package dev.virga.services.iam;

import dev.virga.api.iam.AttachedPolicy;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListAttachedUserPoliciesRequest;
import dev.virga.api.iam.ListAttachedUserPoliciesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the managed policies on a user.
final class ListAttachedUserPolicies
        implements Operation<ListAttachedUserPoliciesRequest, ListAttachedUserPoliciesResponse> {
    private final Tables tables;

    ListAttachedUserPolicies(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListAttachedUserPoliciesRequest, ListAttachedUserPoliciesResponse> op() {
        return IamOps.ListAttachedUserPolicies;
    }

    @Override
    public List<Access> access(ListAttachedUserPoliciesRequest input, Call call) {
        return List.of(tables.onUser("ListAttachedUserPolicies", call, input.userName()));
    }

    @Override
    public ListAttachedUserPoliciesResponse handle(ListAttachedUserPoliciesRequest input, Call call) {
        User user = tables.users.get(call.account(), input.userName());
        Page<AttachedPolicy> page = Attachments.list(user, input.pathPrefix(), input.marker(), input.maxItems());
        return ListAttachedUserPoliciesResponse.builder()
                .attachedPolicies(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
