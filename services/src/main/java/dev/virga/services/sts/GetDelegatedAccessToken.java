package dev.virga.services.sts;

import dev.virga.api.sts.ExpiredTradeInTokenException;
import dev.virga.api.sts.GetDelegatedAccessTokenRequest;
import dev.virga.api.sts.GetDelegatedAccessTokenResponse;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Would trade what a delegation request handed out for credentials. Nothing was ever handed out, so no
/// token is right.
final class GetDelegatedAccessToken
        implements Operation<GetDelegatedAccessTokenRequest, GetDelegatedAccessTokenResponse> {

    @Override
    public Op<GetDelegatedAccessTokenRequest, GetDelegatedAccessTokenResponse> op() {
        return StsOps.GetDelegatedAccessToken;
    }

    @Override
    public List<Access> access(GetDelegatedAccessTokenRequest input, Call call) {
        return List.of(Access.to("sts:GetDelegatedAccessToken", "*"));
    }

    @Override
    public GetDelegatedAccessTokenResponse handle(GetDelegatedAccessTokenRequest input, Call call) {
        throw new ExpiredTradeInTokenException("The trade-in token is not valid or has expired.");
    }
}
