package dev.virga.services.iam;

import dev.virga.api.iam.GetOutboundWebIdentityFederationInfoRequest;
import dev.virga.api.iam.GetOutboundWebIdentityFederationInfoResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows the account's issuer.
final class GetOutboundWebIdentityFederationInfo
        implements Operation<
                GetOutboundWebIdentityFederationInfoRequest, GetOutboundWebIdentityFederationInfoResponse> {
    private final OutboundIssuers issuers;

    GetOutboundWebIdentityFederationInfo(OutboundIssuers issuers) {
        this.issuers = issuers;
    }

    @Override
    public Op<GetOutboundWebIdentityFederationInfoRequest, GetOutboundWebIdentityFederationInfoResponse> op() {
        return IamOps.GetOutboundWebIdentityFederationInfo;
    }

    @Override
    public List<Access> access(GetOutboundWebIdentityFederationInfoRequest input, Call call) {
        return List.of(Access.to("iam:GetOutboundWebIdentityFederationInfo", "*"));
    }

    @Override
    public GetOutboundWebIdentityFederationInfoResponse handle(
            GetOutboundWebIdentityFederationInfoRequest input, Call call) {
        return GetOutboundWebIdentityFederationInfoResponse.builder()
                .issuerIdentifier(issuers.require(call.account()).url())
                .jwtVendingEnabled(true)
                .build();
    }
}
