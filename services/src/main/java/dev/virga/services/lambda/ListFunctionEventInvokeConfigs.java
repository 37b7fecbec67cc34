package dev.virga.services.lambda;

import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.ListFunctionEventInvokeConfigsRequest;
import dev.virga.api.lambda.ListFunctionEventInvokeConfigsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// All settings for events of a function.
final class ListFunctionEventInvokeConfigs
        implements Operation<ListFunctionEventInvokeConfigsRequest, ListFunctionEventInvokeConfigsResponse> {
    private static final int MAX_ITEMS = 50;

    private final FunctionTable functions;
    private final EventInvokeConfigTable configs;

    ListFunctionEventInvokeConfigs(FunctionTable functions, EventInvokeConfigTable configs) {
        this.functions = functions;
        this.configs = configs;
    }

    @Override
    public Op<ListFunctionEventInvokeConfigsRequest, ListFunctionEventInvokeConfigsResponse> op() {
        return LambdaOps.ListFunctionEventInvokeConfigs;
    }

    @Override
    public List<Access> access(ListFunctionEventInvokeConfigsRequest input, Call call) {
        return LambdaAccess.function("ListFunctionEventInvokeConfigs", input.functionName(), call);
    }

    @Override
    public ListFunctionEventInvokeConfigsResponse handle(ListFunctionEventInvokeConfigsRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), call).withQualifier(null);
        functions.get(name);
        Marker marker = Marker.parse(input.marker());
        int max = input.maxItems() == null ? MAX_ITEMS : input.maxItems();
        List<EventInvokeConfigTable.Listed> page = configs.list(name, marker == null ? null : marker.name(), max + 1);
        ListFunctionEventInvokeConfigsResponse.Builder answer = ListFunctionEventInvokeConfigsResponse.builder();
        if (page.size() > max) {
            page = page.subList(0, max);
            answer.nextMarker(new Marker(page.getLast().qualifier(), null).toString());
        }
        return answer.functionEventInvokeConfigs(page.stream()
                        .map(l -> EventInvokeShapes.shape(l.config(), name.withQualifier(l.qualifier())))
                        .toList())
                .build();
    }
}
