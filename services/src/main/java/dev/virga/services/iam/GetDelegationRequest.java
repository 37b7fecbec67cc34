package dev.virga.services.iam;

import dev.virga.api.iam.GetDelegationRequestRequest;
import dev.virga.api.iam.GetDelegationRequestResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Would show a request, of which there are none.
final class GetDelegationRequest implements Operation<GetDelegationRequestRequest, GetDelegationRequestResponse> {

    @Override
    public Op<GetDelegationRequestRequest, GetDelegationRequestResponse> op() {
        return IamOps.GetDelegationRequest;
    }

    @Override
    public List<Access> access(GetDelegationRequestRequest input, Call call) {
        return DelegationRequests.access("GetDelegationRequest", call, input.delegationRequestId());
    }

    @Override
    public GetDelegationRequestResponse handle(GetDelegationRequestRequest input, Call call) {
        throw DelegationRequests.noSuch(input.delegationRequestId());
    }
}
