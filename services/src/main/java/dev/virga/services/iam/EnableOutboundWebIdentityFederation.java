package dev.virga.services.iam;

import dev.virga.api.iam.EnableOutboundWebIdentityFederationRequest;
import dev.virga.api.iam.EnableOutboundWebIdentityFederationResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lets users and roles of the account have tokens that show services elsewhere who they are.
final class EnableOutboundWebIdentityFederation
        implements Operation<EnableOutboundWebIdentityFederationRequest, EnableOutboundWebIdentityFederationResponse> {
    private final OutboundIssuers issuers;

    EnableOutboundWebIdentityFederation(OutboundIssuers issuers) {
        this.issuers = issuers;
    }

    @Override
    public Op<EnableOutboundWebIdentityFederationRequest, EnableOutboundWebIdentityFederationResponse> op() {
        return IamOps.EnableOutboundWebIdentityFederation;
    }

    @Override
    public List<Access> access(EnableOutboundWebIdentityFederationRequest input, Call call) {
        return List.of(Access.to("iam:EnableOutboundWebIdentityFederation", "*"));
    }

    @Override
    public EnableOutboundWebIdentityFederationResponse handle(
            EnableOutboundWebIdentityFederationRequest input, Call call) {
        return EnableOutboundWebIdentityFederationResponse.builder()
                .issuerIdentifier(issuers.enable(call.account(), call.endpoint()))
                .build();
    }
}
