package dev.virga.services.lambda;

import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.ListAliasesRequest;
import dev.virga.api.lambda.ListAliasesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Aliases of a function, by name.
final class ListAliases implements Operation<ListAliasesRequest, ListAliasesResponse> {
    private static final int MAX_ITEMS = 50;

    private final FunctionTable functions;
    private final AliasTable aliases;

    ListAliases(FunctionTable functions, AliasTable aliases) {
        this.functions = functions;
        this.aliases = aliases;
    }

    @Override
    public Op<ListAliasesRequest, ListAliasesResponse> op() {
        return LambdaOps.ListAliases;
    }

    @Override
    public List<Access> access(ListAliasesRequest input, Call call) {
        return LambdaAccess.function("ListAliases", input.functionName(), call);
    }

    @Override
    public ListAliasesResponse handle(ListAliasesRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), call).withQualifier(null);
        functions.get(name);
        Marker marker = Marker.parse(input.marker());
        int max = input.maxItems() == null ? MAX_ITEMS : Math.min(input.maxItems(), MAX_ITEMS);
        List<Alias> page = aliases.list(name, marker == null ? null : marker.name(), max + 1);
        ListAliasesResponse.Builder answer = ListAliasesResponse.builder();
        if (page.size() > max) {
            page = page.subList(0, max);
            answer.nextMarker(new Marker(page.getLast().name(), null).toString());
        }
        return answer.aliases(page.stream()
                        .filter(a -> input.functionVersion() == null
                                || input.functionVersion().equals(a.version()))
                        .map(a -> AliasRouting.shape(a, name))
                        .toList())
                .build();
    }
}
