package dev.virga.services.iam;

import dev.virga.api.iam.GenerateServiceLastAccessedDetailsRequest;
import dev.virga.api.iam.GenerateServiceLastAccessedDetailsResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Asks for a report of what a user, group, role or policy grants and when it was used. It is ready
/// at once.
final class GenerateServiceLastAccessedDetails
        implements Operation<GenerateServiceLastAccessedDetailsRequest, GenerateServiceLastAccessedDetailsResponse> {
    private final Tables tables;

    GenerateServiceLastAccessedDetails(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GenerateServiceLastAccessedDetailsRequest, GenerateServiceLastAccessedDetailsResponse> op() {
        return IamOps.GenerateServiceLastAccessedDetails;
    }

    @Override
    public List<Access> access(GenerateServiceLastAccessedDetailsRequest input, Call call) {
        return List.of(Access.to("iam:GenerateServiceLastAccessedDetails", input.arn()));
    }

    @Override
    public GenerateServiceLastAccessedDetailsResponse handle(
            GenerateServiceLastAccessedDetailsRequest input, Call call) {
        String arn = input.arn();
        Arn parsed = Arn.parse(arn);
        boolean own = parsed != null && parsed.account().equals(call.account());
        if (AccessReport.isPolicy(arn) && (own || AwsManagedPolicies.isArn(arn))) {
            tables.managed.require(call.account(), arn);
        } else if (!own || !tables.entity(arn).arn().equals(arn)) {
            throw IamErrors.gone("ARN " + arn + " does not exist.");
        }
        Instant now = tables.now();
        LastAccessTable.Job job = new LastAccessTable.Job(
                UUID.randomUUID().toString(), arn, "ACTION_LEVEL".equals(input.granularity()), now);
        tables.lastAccess.add(call.account(), job, now.minus(AccessReport.LIFE), AccessReport.MAX_JOBS);
        return GenerateServiceLastAccessedDetailsResponse.builder()
                .jobId(job.id())
                .build();
    }
}
