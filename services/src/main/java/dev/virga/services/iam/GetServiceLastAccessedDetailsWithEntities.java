package dev.virga.services.iam;

import dev.virga.api.iam.EntityDetails;
import dev.virga.api.iam.GetServiceLastAccessedDetailsWithEntitiesRequest;
import dev.virga.api.iam.GetServiceLastAccessedDetailsWithEntitiesResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows who could use a service, and when each did last.
final class GetServiceLastAccessedDetailsWithEntities
        implements Operation<
                GetServiceLastAccessedDetailsWithEntitiesRequest, GetServiceLastAccessedDetailsWithEntitiesResponse> {
    private final Tables tables;
    private final LastAccess uses;

    GetServiceLastAccessedDetailsWithEntities(Tables tables, LastAccess uses) {
        this.tables = tables;
        this.uses = uses;
    }

    @Override
    public Op<GetServiceLastAccessedDetailsWithEntitiesRequest, GetServiceLastAccessedDetailsWithEntitiesResponse>
            op() {
        return IamOps.GetServiceLastAccessedDetailsWithEntities;
    }

    @Override
    public List<Access> access(GetServiceLastAccessedDetailsWithEntitiesRequest input, Call call) {
        return List.of(Access.to("iam:GetServiceLastAccessedDetailsWithEntities", "*"));
    }

    @Override
    public GetServiceLastAccessedDetailsWithEntitiesResponse handle(
            GetServiceLastAccessedDetailsWithEntitiesRequest input, Call call) {
        uses.flush();
        LastAccessTable.Job job = AccessReport.job(tables, call, input.jobId());
        AccessReport report = new AccessReport(tables, call.account(), job);
        if (!report.services().contains(input.serviceNamespace())) {
            throw IamErrors.gone("Service " + input.serviceNamespace() + " is not in the report.");
        }
        Page<EntityDetails> page = Page.of(
                report.entities(input.serviceNamespace()),
                each -> each.entityInfo().arn(),
                input.marker(),
                input.maxItems());
        return GetServiceLastAccessedDetailsWithEntitiesResponse.builder()
                .jobStatus("COMPLETED")
                .jobCreationDate(job.created())
                .jobCompletionDate(job.created())
                .entityDetailsList(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
