package dev.virga.services.iam;

import dev.virga.api.iam.GetServiceLinkedRoleDeletionStatusRequest;
import dev.virga.api.iam.GetServiceLinkedRoleDeletionStatusResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Tells that a deletion succeeded, since none takes any time.
final class GetServiceLinkedRoleDeletionStatus
        implements Operation<GetServiceLinkedRoleDeletionStatusRequest, GetServiceLinkedRoleDeletionStatusResponse> {
    @Override
    public Op<GetServiceLinkedRoleDeletionStatusRequest, GetServiceLinkedRoleDeletionStatusResponse> op() {
        return IamOps.GetServiceLinkedRoleDeletionStatus;
    }

    @Override
    public List<Access> access(GetServiceLinkedRoleDeletionStatusRequest input, Call call) {
        String[] parts = input.deletionTaskId().split("/");
        String name = parts.length == 5 ? parts[3] : "*";
        String path = parts.length == 5 ? "/" + parts[1] + "/" + parts[2] + "/" : "/";
        return List.of(
                Access.to("iam:GetServiceLinkedRoleDeletionStatus", Arns.of(call.account(), Role.KIND, path, name)));
    }

    @Override
    public GetServiceLinkedRoleDeletionStatusResponse handle(
            GetServiceLinkedRoleDeletionStatusRequest input, Call call) {
        String[] parts = input.deletionTaskId().split("/");
        if (parts.length != 5 || !parts[0].equals("task") || !parts[1].equals("aws-service-role")) {
            throw IamErrors.invalidInput("The deletion task id is not valid.");
        }
        return GetServiceLinkedRoleDeletionStatusResponse.builder()
                .status("SUCCEEDED")
                .build();
    }
}
