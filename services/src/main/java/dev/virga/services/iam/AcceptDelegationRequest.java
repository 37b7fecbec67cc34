package dev.virga.services.iam;

import dev.virga.api.iam.AcceptDelegationRequestRequest;
import dev.virga.api.iam.AcceptDelegationRequestResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Would accept a request, of which there are none.
final class AcceptDelegationRequest
        implements Operation<AcceptDelegationRequestRequest, AcceptDelegationRequestResponse> {

    @Override
    public Op<AcceptDelegationRequestRequest, AcceptDelegationRequestResponse> op() {
        return IamOps.AcceptDelegationRequest;
    }

    @Override
    public List<Access> access(AcceptDelegationRequestRequest input, Call call) {
        return DelegationRequests.access("AcceptDelegationRequest", call, input.delegationRequestId());
    }

    @Override
    public AcceptDelegationRequestResponse handle(AcceptDelegationRequestRequest input, Call call) {
        throw DelegationRequests.noSuch(input.delegationRequestId());
    }
}
