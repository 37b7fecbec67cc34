package dev.virga.services.sts;

import dev.virga.api.iam.GetAccessKeyLastUsedRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.NoSuchEntityException;
import dev.virga.api.sts.GetAccessKeyInfoRequest;
import dev.virga.api.sts.GetAccessKeyInfoResponse;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Says which account an access key belongs to. Keys of other accounts are unknown to the caller's,
/// since ids here do not hold the account as AWS's do.
final class GetAccessKeyInfo implements Operation<GetAccessKeyInfoRequest, GetAccessKeyInfoResponse> {
    private final Cloud cloud;

    GetAccessKeyInfo(Cloud cloud) {
        this.cloud = cloud;
    }

    @Override
    public Op<GetAccessKeyInfoRequest, GetAccessKeyInfoResponse> op() {
        return StsOps.GetAccessKeyInfo;
    }

    @Override
    public List<Access> access(GetAccessKeyInfoRequest input, Call call) {
        return List.of(Access.to("sts:GetAccessKeyInfo", "*"));
    }

    @Override
    public GetAccessKeyInfoResponse handle(GetAccessKeyInfoRequest input, Call call) {
        try {
            cloud.call(
                    new Caller.Root(call.account()),
                    call.region(),
                    IamOps.GetAccessKeyLastUsed,
                    GetAccessKeyLastUsedRequest.builder()
                            .accessKeyId(input.accessKeyId())
                            .build());
        } catch (NoSuchEntityException e) {
            throw StsErrors.validation("The access key " + input.accessKeyId() + " is not known in this account.");
        }
        return GetAccessKeyInfoResponse.builder().account(call.account()).build();
    }
}
