package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListDelegationRequestsRequest;
import dev.virga.api.iam.ListDelegationRequestsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the requests of partners, of which there are none.
final class ListDelegationRequests implements Operation<ListDelegationRequestsRequest, ListDelegationRequestsResponse> {

    @Override
    public Op<ListDelegationRequestsRequest, ListDelegationRequestsResponse> op() {
        return IamOps.ListDelegationRequests;
    }

    @Override
    public List<Access> access(ListDelegationRequestsRequest input, Call call) {
        return List.of(Access.to("iam:ListDelegationRequests", "*"));
    }

    @Override
    public ListDelegationRequestsResponse handle(ListDelegationRequestsRequest input, Call call) {
        return ListDelegationRequestsResponse.builder()
                .delegationRequests(List.of())
                .isTruncated(false)
                .build();
    }
}
