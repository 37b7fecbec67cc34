package dev.virga.services.iam;

import dev.virga.api.iam.AssociateDelegationRequestRequest;
import dev.virga.api.iam.AssociateDelegationRequestResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Would take a request for the caller, of which there are none.
final class AssociateDelegationRequest
        implements Operation<AssociateDelegationRequestRequest, AssociateDelegationRequestResponse> {

    @Override
    public Op<AssociateDelegationRequestRequest, AssociateDelegationRequestResponse> op() {
        return IamOps.AssociateDelegationRequest;
    }

    @Override
    public List<Access> access(AssociateDelegationRequestRequest input, Call call) {
        return DelegationRequests.access("AssociateDelegationRequest", call, input.delegationRequestId());
    }

    @Override
    public AssociateDelegationRequestResponse handle(AssociateDelegationRequestRequest input, Call call) {
        throw DelegationRequests.noSuch(input.delegationRequestId());
    }
}
