package dev.virga.services.iam;

import dev.virga.api.iam.GetAccountSummaryRequest;
import dev.virga.api.iam.GetAccountSummaryResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Counts what the account has, beside what it may have.
final class GetAccountSummary implements Operation<GetAccountSummaryRequest, GetAccountSummaryResponse> {
    private final Tables tables;

    GetAccountSummary(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetAccountSummaryRequest, GetAccountSummaryResponse> op() {
        return IamOps.GetAccountSummary;
    }

    @Override
    public List<Access> access(GetAccountSummaryRequest input, Call call) {
        return List.of(Access.to("iam:GetAccountSummary", "*"));
    }

    @Override
    public GetAccountSummaryResponse handle(GetAccountSummaryRequest input, Call call) {
        return GetAccountSummaryResponse.builder()
                .summaryMap(new AccountSummary(tables).of(call.account()))
                .build();
    }
}
