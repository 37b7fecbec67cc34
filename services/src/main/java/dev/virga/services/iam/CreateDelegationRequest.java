package dev.virga.services.iam;

import dev.virga.api.iam.CreateDelegationRequestRequest;
import dev.virga.api.iam.CreateDelegationRequestResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.AwsException;
import dev.virga.wire.Op;
import java.util.List;

/// Refused, as AWS refuses it to everyone but the partners that it knows.
final class CreateDelegationRequest
        implements Operation<CreateDelegationRequestRequest, CreateDelegationRequestResponse> {

    @Override
    public Op<CreateDelegationRequestRequest, CreateDelegationRequestResponse> op() {
        return IamOps.CreateDelegationRequest;
    }

    @Override
    public List<Access> access(CreateDelegationRequestRequest input, Call call) {
        return DelegationRequests.access("CreateDelegationRequest", call, "*");
    }

    @Override
    public CreateDelegationRequestResponse handle(CreateDelegationRequestRequest input, Call call) {
        throw new AwsException(
                "AccessDenied", 403, "Account " + call.account() + " is not a partner that may request delegation.");
    }
}
