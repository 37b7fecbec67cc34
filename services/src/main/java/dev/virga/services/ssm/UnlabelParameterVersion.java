package dev.virga.services.ssm;

import dev.virga.api.ssm.SsmOps;
import dev.virga.api.ssm.UnlabelParameterVersionRequest;
import dev.virga.api.ssm.UnlabelParameterVersionResult;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Takes labels from a version.
final class UnlabelParameterVersion
        implements Operation<UnlabelParameterVersionRequest, UnlabelParameterVersionResult> {
    private final ParameterTable parameters;
    private final ParameterAccess access;

    UnlabelParameterVersion(ParameterTable parameters, ParameterAccess access) {
        this.parameters = parameters;
        this.access = access;
    }

    @Override
    public Op<UnlabelParameterVersionRequest, UnlabelParameterVersionResult> op() {
        return SsmOps.UnlabelParameterVersion;
    }

    @Override
    public List<Access> access(UnlabelParameterVersionRequest input, Call call) {
        return List.of(access.parameter("UnlabelParameterVersion", input.name(), call));
    }

    @Override
    public UnlabelParameterVersionResult handle(UnlabelParameterVersionRequest input, Call call) {
        ParameterName name = ParameterName.of(input.name(), call);
        List<String> removed = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        parameters.change(name, parameter -> {
            LabelParameterVersion.checkVersion(parameter, input.parameterVersion());
            removed.clear();
            invalid.clear();
            Map<String, Long> labels = new LinkedHashMap<>(parameter.labels());
            for (String label : new LinkedHashSet<>(input.labels())) {
                (labels.remove(label, input.parameterVersion()) ? removed : invalid).add(label);
            }
            return parameter.withLabels(labels);
        });
        return UnlabelParameterVersionResult.builder()
                .removedLabels(removed)
                .invalidLabels(invalid)
                .build();
    }
}
