package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.SendDelegationTokenRequest;
import dev.virga.api.iam.SendDelegationTokenResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Would hand out what was accepted, of which there is nothing.
final class SendDelegationToken implements Operation<SendDelegationTokenRequest, SendDelegationTokenResponse> {

    @Override
    public Op<SendDelegationTokenRequest, SendDelegationTokenResponse> op() {
        return IamOps.SendDelegationToken;
    }

    @Override
    public List<Access> access(SendDelegationTokenRequest input, Call call) {
        return DelegationRequests.access("SendDelegationToken", call, input.delegationRequestId());
    }

    @Override
    public SendDelegationTokenResponse handle(SendDelegationTokenRequest input, Call call) {
        throw DelegationRequests.noSuch(input.delegationRequestId());
    }
}
