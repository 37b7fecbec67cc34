package dev.virga.services.ssm;

import dev.virga.api.ssm.GetParametersRequest;
import dev.virga.api.ssm.GetParametersResult;
import dev.virga.api.ssm.Parameter;
import dev.virga.api.ssm.ParameterNotFound;
import dev.virga.api.ssm.ParameterVersionNotFound;
import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Answers up to ten parameters; names of what is not there come back as invalid.
final class GetParameters implements Operation<GetParametersRequest, GetParametersResult> {
    private final ParameterViews views;
    private final ParameterAccess access;

    GetParameters(ParameterViews views, ParameterAccess access) {
        this.views = views;
        this.access = access;
    }

    @Override
    public Op<GetParametersRequest, GetParametersResult> op() {
        return SsmOps.GetParameters;
    }

    @Override
    public List<Access> access(GetParametersRequest input, Call call) {
        return access.each("GetParameters", input.names(), call);
    }

    @Override
    public GetParametersResult handle(GetParametersRequest input, Call call) {
        boolean decrypted = Boolean.TRUE.equals(input.withDecryption());
        List<Parameter> found = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String name : new LinkedHashSet<>(input.names())) {
            try {
                found.add(views.get(call, name, decrypted));
            } catch (ParameterNotFound | ParameterVersionNotFound e) {
                invalid.add(name);
            }
        }
        return GetParametersResult.builder()
                .parameters(found)
                .invalidParameters(invalid)
                .build();
    }
}
