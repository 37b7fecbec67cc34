package dev.virga.services.logs;

import dev.virga.api.logs.CreateLogGroupRequest;
import dev.virga.api.logs.CreateLogGroupResponse;
import dev.virga.api.logs.LogsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// Makes an empty log group.
final class CreateLogGroup implements Operation<CreateLogGroupRequest, CreateLogGroupResponse> {
    private final GroupTable groups;

    CreateLogGroup(GroupTable groups) {
        this.groups = groups;
    }

    @Override
    public Op<CreateLogGroupRequest, CreateLogGroupResponse> op() {
        return LogsOps.CreateLogGroup;
    }

    @Override
    public List<Access> access(CreateLogGroupRequest input, Call call) {
        return LogGroupName.access("CreateLogGroup", input.logGroupName(), call);
    }

    @Override
    public CreateLogGroupResponse handle(CreateLogGroupRequest input, Call call) {
        if (input.kmsKeyId() != null) {
            throw LogsErrors.notImplemented("CreateLogGroup", "kmsKeyId");
        }
        String logGroupClass = input.logGroupClass() == null ? "STANDARD" : input.logGroupClass();
        if (logGroupClass.equals("DELIVERY")) {
            throw LogsErrors.notImplemented("CreateLogGroup", "logGroupClass DELIVERY");
        }
        Map<String, String> tags = input.tags() == null ? Map.of() : input.tags();
        LogsTags.checkCount(tags);
        groups.create(
                call,
                new LogGroup(
                        input.logGroupName(),
                        ThreadLocalRandom.current().nextLong(),
                        call.time().toEpochMilli(),
                        null,
                        logGroupClass,
                        Boolean.TRUE.equals(input.deletionProtectionEnabled()),
                        tags));
        return CreateLogGroupResponse.builder().build();
    }
}
