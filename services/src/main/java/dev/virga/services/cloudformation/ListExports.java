package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.Export;
import dev.virga.api.cloudformation.ListExportsInput;
import dev.virga.api.cloudformation.ListExportsOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists what stacks export.
final class ListExports implements Operation<ListExportsInput, ListExportsOutput> {
    private final StackTable table;

    ListExports(StackTable table) {
        this.table = table;
    }

    @Override
    public Op<ListExportsInput, ListExportsOutput> op() {
        return CloudformationOps.ListExports;
    }

    @Override
    public List<Access> access(ListExportsInput input, Call call) {
        return CfnAccess.to("ListExports", call, null);
    }

    @Override
    public ListExportsOutput handle(ListExportsInput input, Call call) {
        Page<Export> page = Page.of(table.exports(Place.of(call)), input.nextToken(), Export::name);
        return ListExportsOutput.builder()
                .exports(page.items())
                .nextToken(page.next())
                .build();
    }
}
