package dev.virga.services.sts;

import dev.virga.api.sts.GetAccessKeyInfoRequest;
import dev.virga.api.sts.GetAccessKeyInfoResponse;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.AccessKeyIds;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Says which account an access key belongs to; the id itself tells. Whether the key is active, or
/// was ever made, it does not say.
final class GetAccessKeyInfo implements Operation<GetAccessKeyInfoRequest, GetAccessKeyInfoResponse> {
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
        String account = AccessKeyIds.account(input.accessKeyId());
        if (account == null) {
            throw StsErrors.validation("Invalid type for access key: " + input.accessKeyId());
        }
        return GetAccessKeyInfoResponse.builder().account(account).build();
    }
}
