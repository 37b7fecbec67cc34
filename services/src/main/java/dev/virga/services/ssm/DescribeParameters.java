package dev.virga.services.ssm;

import dev.virga.api.ssm.DescribeParametersRequest;
import dev.virga.api.ssm.DescribeParametersResult;
import dev.virga.api.ssm.ParameterMetadata;
import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Lists parameters without their values, in the order of names.
final class DescribeParameters implements Operation<DescribeParametersRequest, DescribeParametersResult> {
    private static final int DEFAULT_RESULTS = 50;
    private static final List<String> KEYS = List.of("Path", "Name", "Type", "KeyId", "Tier", "DataType", "tag:");

    private final ParameterTable parameters;
    private final ParameterViews views;

    DescribeParameters(ParameterTable parameters, ParameterViews views) {
        this.parameters = parameters;
        this.views = views;
    }

    @Override
    public Op<DescribeParametersRequest, DescribeParametersResult> op() {
        return SsmOps.DescribeParameters;
    }

    @Override
    public List<Access> access(DescribeParametersRequest input, Call call) {
        return ParameterAccess.all("DescribeParameters", call);
    }

    @Override
    public DescribeParametersResult handle(DescribeParametersRequest input, Call call) {
        if (Boolean.TRUE.equals(input.shared())) {
            throw SsmErrors.notImplemented("DescribeParameters", "Shared");
        }
        boolean legacy = input.filters() != null && !input.filters().isEmpty();
        if (legacy
                && input.parameterFilters() != null
                && !input.parameterFilters().isEmpty()) {
            throw SsmErrors.validation("You can use either Filters or ParameterFilters in a single request.");
        }
        List<ParameterFilter> filters =
                legacy ? ParameterFilter.legacy(input.filters()) : ParameterFilter.of(input.parameterFilters(), KEYS);
        int max = input.maxResults() == null ? DEFAULT_RESULTS : input.maxResults();
        List<ParameterMetadata> found = new ArrayList<>();
        String next = parameters.walk(
                new ParameterTable.Place(call.account(), call.region()),
                "",
                PageToken.name(input.nextToken()),
                parameter -> {
                    StoredParameter stored = parameter.parameter();
                    if (filters.stream().allMatch(filter -> filter.holds(stored, stored.latest()))) {
                        if (found.size() == max) {
                            return false;
                        }
                        found.add(views.described(parameter));
                    }
                    return true;
                });
        return DescribeParametersResult.builder()
                .parameters(found)
                .nextToken(PageToken.of(next))
                .build();
    }
}
