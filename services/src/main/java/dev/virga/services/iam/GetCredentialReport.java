package dev.virga.services.iam;

import dev.virga.api.iam.CredentialReportExpiredException;
import dev.virga.api.iam.CredentialReportNotPresentException;
import dev.virga.api.iam.GetCredentialReportRequest;
import dev.virga.api.iam.GetCredentialReportResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// Shows the report that was asked for.
final class GetCredentialReport implements Operation<GetCredentialReportRequest, GetCredentialReportResponse> {
    private final Tables tables;

    GetCredentialReport(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetCredentialReportRequest, GetCredentialReportResponse> op() {
        return IamOps.GetCredentialReport;
    }

    @Override
    public List<Access> access(GetCredentialReportRequest input, Call call) {
        return List.of(Access.to("iam:GetCredentialReport", "*"));
    }

    @Override
    public GetCredentialReportResponse handle(GetCredentialReportRequest input, Call call) {
        Instant time = tables.accounts.reportTime(call.account());
        if (time == null) {
            throw new CredentialReportNotPresentException("No report exists. Call GenerateCredentialReport first.");
        }
        if (!time.plus(CredentialReport.LIFE).isAfter(call.time())) {
            throw new CredentialReportExpiredException("The report has expired. Call GenerateCredentialReport again.");
        }
        return GetCredentialReportResponse.builder()
                .content(new CredentialReport(tables).csv(call.account()).getBytes(StandardCharsets.UTF_8))
                .reportFormat("text/csv")
                .generatedTime(time)
                .build();
    }
}
