package dev.virga.services.lambda;

import dev.virga.api.lambda.FunctionConfiguration;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.ListFunctionsRequest;
import dev.virga.api.lambda.ListFunctionsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Functions of the account and region, by name.
final class ListFunctions implements Operation<ListFunctionsRequest, ListFunctionsResponse> {
    private static final int MAX_ITEMS = 50;

    private final FunctionTable functions;
    private final VersionTable versions;
    private final Configuration configuration;

    ListFunctions(FunctionTable functions, VersionTable versions, Configuration configuration) {
        this.configuration = configuration;
        this.functions = functions;
        this.versions = versions;
    }

    @Override
    public Op<ListFunctionsRequest, ListFunctionsResponse> op() {
        return LambdaOps.ListFunctions;
    }

    @Override
    public List<Access> access(ListFunctionsRequest input, Call call) {
        return List.of(Access.to("lambda:ListFunctions", "*"));
    }

    @Override
    public ListFunctionsResponse handle(ListFunctionsRequest input, Call call) {
        if (input.masterRegion() != null && !input.masterRegion().equals("ALL")) {
            return ListFunctionsResponse.builder().functions(List.of()).build();
        }
        boolean all = "ALL".equals(input.functionVersion());
        Marker marker = Marker.parse(input.marker());
        int max = input.maxItems() == null ? MAX_ITEMS : Math.min(input.maxItems(), MAX_ITEMS);
        List<FunctionConfiguration> found = new ArrayList<>();
        String after = marker == null ? null : marker.name();
        if (marker != null && all) {
            versions(call, marker.name(), marker.number(), max, found);
        }
        List<Function> page = functions.list(call.account(), call.region(), after, max + 1);
        for (Function function : page) {
            if (found.size() >= max) {
                break;
            }
            after = function.name();
            if (all) {
                versions(call, function.name(), null, max - found.size(), found);
            } else {
                FunctionName name = new FunctionName(call.account(), call.region(), function.name(), null);
                VersionTable.Found latest = versions.find(name, FunctionVersion.LATEST);
                if (latest != null) {
                    found.add(configuration.of(latest.version(), name, name.functionArn(), call));
                }
            }
        }
        ListFunctionsResponse.Builder answer = ListFunctionsResponse.builder().functions(found);
        if (found.size() >= max && after != null) {
            answer.nextMarker(next(found.getLast(), all));
        }
        return answer.build();
    }

    private void versions(Call call, String function, @Nullable Long after, int max, List<FunctionConfiguration> into) {
        FunctionName name = new FunctionName(call.account(), call.region(), function, null);
        for (FunctionVersion version : versions.list(name, after, max)) {
            into.add(configuration.of(
                    version, name, name.withQualifier(version.version()).arn(), call));
        }
    }

    private static String next(FunctionConfiguration last, boolean all) {
        String version = last.version();
        long number = version.equals(FunctionName.LATEST) ? FunctionVersion.LATEST : Long.parseLong(version);
        return new Marker(last.functionName(), all ? (Long) number : null).toString();
    }
}
