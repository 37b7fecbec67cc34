package dev.virga.services.iam;

import dev.virga.api.iam.GenerateCredentialReportRequest;
import dev.virga.api.iam.GenerateCredentialReportResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.time.Instant;
import java.util.List;

/// Begins a report of the users and their credentials, which is ready at once.
final class GenerateCredentialReport
        implements Operation<GenerateCredentialReportRequest, GenerateCredentialReportResponse> {
    private final Tables tables;

    GenerateCredentialReport(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GenerateCredentialReportRequest, GenerateCredentialReportResponse> op() {
        return IamOps.GenerateCredentialReport;
    }

    @Override
    public List<Access> access(GenerateCredentialReportRequest input, Call call) {
        return List.of(Access.to("iam:GenerateCredentialReport", "*"));
    }

    @Override
    public GenerateCredentialReportResponse handle(GenerateCredentialReportRequest input, Call call) {
        Instant before = tables.accounts.reportTime(call.account());
        if (before != null && before.plus(CredentialReport.LIFE).isAfter(call.time())) {
            return GenerateCredentialReportResponse.builder().state("COMPLETE").build();
        }
        tables.accounts.setReportTime(call.account(), tables.now());
        return GenerateCredentialReportResponse.builder()
                .state("STARTED")
                .description("No report exists. Starting a new report generation task")
                .build();
    }
}
