package dev.virga.services.iam;

import dev.virga.api.iam.DisableOutboundWebIdentityFederationRequest;
import dev.virga.api.iam.DisableOutboundWebIdentityFederationResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// No more tokens are given out; those that were are valid until they end.
final class DisableOutboundWebIdentityFederation
        implements Operation<
                DisableOutboundWebIdentityFederationRequest, DisableOutboundWebIdentityFederationResponse> {
    private final OutboundIssuers issuers;

    DisableOutboundWebIdentityFederation(OutboundIssuers issuers) {
        this.issuers = issuers;
    }

    @Override
    public Op<DisableOutboundWebIdentityFederationRequest, DisableOutboundWebIdentityFederationResponse> op() {
        return IamOps.DisableOutboundWebIdentityFederation;
    }

    @Override
    public List<Access> access(DisableOutboundWebIdentityFederationRequest input, Call call) {
        return List.of(Access.to("iam:DisableOutboundWebIdentityFederation", "*"));
    }

    @Override
    public DisableOutboundWebIdentityFederationResponse handle(
            DisableOutboundWebIdentityFederationRequest input, Call call) {
        issuers.disable(call.account());
        return DisableOutboundWebIdentityFederationResponse.builder().build();
    }
}
