package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UpdateDelegationRequestRequest;
import dev.virga.api.iam.UpdateDelegationRequestResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Would note something on a request, of which there are none.
final class UpdateDelegationRequest
        implements Operation<UpdateDelegationRequestRequest, UpdateDelegationRequestResponse> {

    @Override
    public Op<UpdateDelegationRequestRequest, UpdateDelegationRequestResponse> op() {
        return IamOps.UpdateDelegationRequest;
    }

    @Override
    public List<Access> access(UpdateDelegationRequestRequest input, Call call) {
        return DelegationRequests.access("UpdateDelegationRequest", call, input.delegationRequestId());
    }

    @Override
    public UpdateDelegationRequestResponse handle(UpdateDelegationRequestRequest input, Call call) {
        throw DelegationRequests.noSuch(input.delegationRequestId());
    }
}
