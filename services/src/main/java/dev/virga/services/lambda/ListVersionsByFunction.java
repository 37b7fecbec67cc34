package dev.virga.services.lambda;

import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.ListVersionsByFunctionRequest;
import dev.virga.api.lambda.ListVersionsByFunctionResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Versions of a function, from the latest state on.
final class ListVersionsByFunction implements Operation<ListVersionsByFunctionRequest, ListVersionsByFunctionResponse> {
    private static final int MAX_ITEMS = 50;

    private final FunctionTable functions;
    private final VersionTable versions;
    private final Configuration configuration;

    ListVersionsByFunction(FunctionTable functions, VersionTable versions, Configuration configuration) {
        this.configuration = configuration;
        this.functions = functions;
        this.versions = versions;
    }

    @Override
    public Op<ListVersionsByFunctionRequest, ListVersionsByFunctionResponse> op() {
        return LambdaOps.ListVersionsByFunction;
    }

    @Override
    public List<Access> access(ListVersionsByFunctionRequest input, Call call) {
        return LambdaAccess.function("ListVersionsByFunction", input.functionName(), call);
    }

    @Override
    public ListVersionsByFunctionResponse handle(ListVersionsByFunctionRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), call).withQualifier(null);
        functions.get(name);
        Marker marker = Marker.parse(input.marker());
        int max = input.maxItems() == null ? MAX_ITEMS : Math.min(input.maxItems(), MAX_ITEMS);
        List<FunctionVersion> page = versions.list(name, marker == null ? null : marker.number(), max + 1);
        ListVersionsByFunctionResponse.Builder answer = ListVersionsByFunctionResponse.builder();
        if (page.size() > max) {
            page = page.subList(0, max);
            answer.nextMarker(new Marker(name.name(), page.getLast().number()).toString());
        }
        return answer.versions(page.stream()
                        .map(v -> configuration.of(
                                v, name, name.withQualifier(v.version()).arn(), call))
                        .toList())
                .build();
    }
}
