package dev.virga.services.sts;

import dev.virga.api.sts.GetCallerIdentityRequest;
import dev.virga.api.sts.GetCallerIdentityResponse;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Says who calls. Needs no permission, and no policy can deny it.
final class GetCallerIdentity implements Operation<GetCallerIdentityRequest, GetCallerIdentityResponse> {
    @Override
    public Op<GetCallerIdentityRequest, GetCallerIdentityResponse> op() {
        return StsOps.GetCallerIdentity;
    }

    @Override
    public List<Access> access(GetCallerIdentityRequest input, Call call) {
        return List.of();
    }

    @Override
    public GetCallerIdentityResponse handle(GetCallerIdentityRequest input, Call call) {
        return GetCallerIdentityResponse.builder()
                .userId(call.caller().userId())
                .account(call.caller().account())
                .arn(call.caller().arn())
                .build();
    }
}
