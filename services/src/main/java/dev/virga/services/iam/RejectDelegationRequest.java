package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.RejectDelegationRequestRequest;
import dev.virga.api.iam.RejectDelegationRequestResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Would reject a request, of which there are none.
final class RejectDelegationRequest
        implements Operation<RejectDelegationRequestRequest, RejectDelegationRequestResponse> {

    @Override
    public Op<RejectDelegationRequestRequest, RejectDelegationRequestResponse> op() {
        return IamOps.RejectDelegationRequest;
    }

    @Override
    public List<Access> access(RejectDelegationRequestRequest input, Call call) {
        return DelegationRequests.access("RejectDelegationRequest", call, input.delegationRequestId());
    }

    @Override
    public RejectDelegationRequestResponse handle(RejectDelegationRequestRequest input, Call call) {
        throw DelegationRequests.noSuch(input.delegationRequestId());
    }
}
