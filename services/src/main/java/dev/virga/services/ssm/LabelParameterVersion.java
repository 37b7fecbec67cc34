package dev.virga.services.ssm;

import dev.virga.api.ssm.LabelParameterVersionRequest;
import dev.virga.api.ssm.LabelParameterVersionResult;
import dev.virga.api.ssm.ParameterVersionLabelLimitExceeded;
import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Attaches labels to a version; a label that another version has moves.
final class LabelParameterVersion implements Operation<LabelParameterVersionRequest, LabelParameterVersionResult> {
    private static final int MAX_LABELS = 10;
    private static final Pattern LABEL = Pattern.compile("(?i)(?!aws|ssm|[0-9])[A-Za-z0-9._-]+");

    private final ParameterTable parameters;
    private final ParameterAccess access;

    LabelParameterVersion(ParameterTable parameters, ParameterAccess access) {
        this.parameters = parameters;
        this.access = access;
    }

    @Override
    public Op<LabelParameterVersionRequest, LabelParameterVersionResult> op() {
        return SsmOps.LabelParameterVersion;
    }

    @Override
    public List<Access> access(LabelParameterVersionRequest input, Call call) {
        return List.of(access.parameter("LabelParameterVersion", input.name(), call));
    }

    @Override
    public LabelParameterVersionResult handle(LabelParameterVersionRequest input, Call call) {
        ParameterName name = ParameterName.of(input.name(), call);
        List<String> valid = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String label : new LinkedHashSet<>(input.labels())) {
            (LABEL.matcher(label).matches() ? valid : invalid).add(label);
        }
        long[] labelled = new long[1];
        parameters.change(name, parameter -> {
            Long wanted = input.parameterVersion();
            labelled[0] = wanted == null ? parameter.latest().number() : wanted;
            checkVersion(parameter, labelled[0]);
            Map<String, Long> labels = new LinkedHashMap<>(parameter.labels());
            valid.forEach(label -> labels.put(label, labelled[0]));
            StoredParameter after = parameter.withLabels(labels);
            if (after.labelsOf(labelled[0]).size() > MAX_LABELS) {
                throw new ParameterVersionLabelLimitExceeded(
                        "An error occurred (ParameterVersionLabelLimitExceeded) when"
                                + " calling the LabelParameterVersion operation: A parameter version can have maximum "
                                + MAX_LABELS + " labels.Move one or more labels to another version and try again.");
            }
            return after;
        });
        return LabelParameterVersionResult.builder()
                .invalidLabels(invalid)
                .parameterVersion(labelled[0])
                .build();
    }

    static void checkVersion(StoredParameter parameter, long version) {
        if (version < parameter.oldest() || version > parameter.latest().number()) {
            throw SsmErrors.versionNotFound(Long.toString(version), parameter.name());
        }
    }
}
