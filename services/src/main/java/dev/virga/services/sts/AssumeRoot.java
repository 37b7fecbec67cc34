package dev.virga.services.sts;

import dev.virga.api.sts.AssumeRootRequest;
import dev.virga.api.sts.AssumeRootResponse;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Would open a session of the root of a member account. There is no organization, and so no member.
final class AssumeRoot implements Operation<AssumeRootRequest, AssumeRootResponse> {

    @Override
    public Op<AssumeRootRequest, AssumeRootResponse> op() {
        return StsOps.AssumeRoot;
    }

    @Override
    public List<Access> access(AssumeRootRequest input, Call call) {
        String target = input.targetPrincipal();
        String arn = target.startsWith("arn:") ? target : "arn:aws:iam::" + target + ":root";
        Map<String, List<String>> keys = input.taskPolicyArn().arn() == null
                ? Map.of()
                : Map.of("sts:TaskPolicyArn", List.of(input.taskPolicyArn().arn()));
        return List.of(Access.to("sts:AssumeRoot", arn).withConditions(keys));
    }

    @Override
    public AssumeRootResponse handle(AssumeRootRequest input, Call call) {
        throw StsErrors.accessDenied("User: " + call.caller().arn()
                + " is not authorized to perform: sts:AssumeRoot on resource: " + input.targetPrincipal()
                + " because it is no member account of an organization that the caller manages");
    }
}
