package dev.virga.services.ssm;

import dev.virga.api.ssm.GetParameterRequest;
import dev.virga.api.ssm.GetParameterResult;
import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Answers one parameter, by name or ARN, of one version when there is a selector.
final class GetParameter implements Operation<GetParameterRequest, GetParameterResult> {
    private final ParameterViews views;
    private final ParameterAccess access;

    GetParameter(ParameterViews views, ParameterAccess access) {
        this.views = views;
        this.access = access;
    }

    @Override
    public Op<GetParameterRequest, GetParameterResult> op() {
        return SsmOps.GetParameter;
    }

    @Override
    public List<Access> access(GetParameterRequest input, Call call) {
        return List.of(access.parameter("GetParameter", input.name(), call));
    }

    @Override
    public GetParameterResult handle(GetParameterRequest input, Call call) {
        return GetParameterResult.builder()
                .parameter(views.get(call, input.name(), Boolean.TRUE.equals(input.withDecryption())))
                .build();
    }
}
