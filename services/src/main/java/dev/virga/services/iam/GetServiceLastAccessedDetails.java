package dev.virga.services.iam;

import dev.virga.api.iam.GetServiceLastAccessedDetailsRequest;
import dev.virga.api.iam.GetServiceLastAccessedDetailsResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows the services that are granted, and when each was used last.
final class GetServiceLastAccessedDetails
        implements Operation<GetServiceLastAccessedDetailsRequest, GetServiceLastAccessedDetailsResponse> {
    private final Tables tables;
    private final LastAccess uses;

    GetServiceLastAccessedDetails(Tables tables, LastAccess uses) {
        this.tables = tables;
        this.uses = uses;
    }

    @Override
    public Op<GetServiceLastAccessedDetailsRequest, GetServiceLastAccessedDetailsResponse> op() {
        return IamOps.GetServiceLastAccessedDetails;
    }

    @Override
    public List<Access> access(GetServiceLastAccessedDetailsRequest input, Call call) {
        return List.of(Access.to("iam:GetServiceLastAccessedDetails", "*"));
    }

    @Override
    public GetServiceLastAccessedDetailsResponse handle(GetServiceLastAccessedDetailsRequest input, Call call) {
        uses.flush();
        LastAccessTable.Job job = AccessReport.job(tables, call, input.jobId());
        AccessReport report = new AccessReport(tables, call.account(), job);
        Page<String> page = Page.of(report.services(), prefix -> prefix, input.marker(), input.maxItems());
        return GetServiceLastAccessedDetailsResponse.builder()
                .jobStatus("COMPLETED")
                .jobType(job.actions() ? "ACTION_LEVEL" : "SERVICE_LEVEL")
                .jobCreationDate(job.created())
                .jobCompletionDate(job.created())
                .servicesLastAccessed(page.items().stream().map(report::service).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
