package dev.virga.services.iam;

import dev.virga.api.iam.GetHumanReadableSummaryRequest;
import dev.virga.api.iam.GetHumanReadableSummaryResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Would say in words what a request asks for. There are none.
final class GetHumanReadableSummary
        implements Operation<GetHumanReadableSummaryRequest, GetHumanReadableSummaryResponse> {

    @Override
    public Op<GetHumanReadableSummaryRequest, GetHumanReadableSummaryResponse> op() {
        return IamOps.GetHumanReadableSummary;
    }

    @Override
    public List<Access> access(GetHumanReadableSummaryRequest input, Call call) {
        return List.of(Access.to("iam:GetHumanReadableSummary", input.entityArn()));
    }

    @Override
    public GetHumanReadableSummaryResponse handle(GetHumanReadableSummaryRequest input, Call call) {
        String prefix = "arn:aws:iam::" + call.account() + ":delegation-request/";
        if (!input.entityArn().startsWith(prefix)) {
            throw IamErrors.invalidInput("Summaries are for delegation requests only, not for " + input.entityArn());
        }
        throw DelegationRequests.noSuch(input.entityArn().substring(prefix.length()));
    }
}
