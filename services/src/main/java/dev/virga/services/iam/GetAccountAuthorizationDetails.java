package dev.virga.services.iam;

import dev.virga.api.iam.GetAccountAuthorizationDetailsRequest;
import dev.virga.api.iam.GetAccountAuthorizationDetailsResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists users, groups, roles and policies with all that they hold.
final class GetAccountAuthorizationDetails
        implements Operation<GetAccountAuthorizationDetailsRequest, GetAccountAuthorizationDetailsResponse> {
    private final Tables tables;

    GetAccountAuthorizationDetails(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetAccountAuthorizationDetailsRequest, GetAccountAuthorizationDetailsResponse> op() {
        return IamOps.GetAccountAuthorizationDetails;
    }

    @Override
    public List<Access> access(GetAccountAuthorizationDetailsRequest input, Call call) {
        return List.of(Access.to("iam:GetAccountAuthorizationDetails", "*"));
    }

    @Override
    public GetAccountAuthorizationDetailsResponse handle(GetAccountAuthorizationDetailsRequest input, Call call) {
        return new AuthorizationDetails(tables, call.account())
                .page(input.filter() == null ? List.of() : input.filter(), input.marker(), input.maxItems());
    }
}
