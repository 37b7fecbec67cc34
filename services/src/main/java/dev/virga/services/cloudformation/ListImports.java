package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.ListImportsInput;
import dev.virga.api.cloudformation.ListImportsOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the stacks that use an export.
final class ListImports implements Operation<ListImportsInput, ListImportsOutput> {
    private final StackTable table;

    ListImports(StackTable table) {
        this.table = table;
    }

    @Override
    public Op<ListImportsInput, ListImportsOutput> op() {
        return CloudformationOps.ListImports;
    }

    @Override
    public List<Access> access(ListImportsInput input, Call call) {
        return CfnAccess.to("ListImports", call, null);
    }

    @Override
    public ListImportsOutput handle(ListImportsInput input, Call call) {
        Place place = Place.of(call);
        if (table.export(place, input.exportName()) == null) {
            throw CfnErrors.validation("Export '" + input.exportName() + "' does not exist.");
        }
        List<String> importers = table.importers(place, input.exportName());
        if (importers.isEmpty()) {
            throw CfnErrors.validation("Export '" + input.exportName() + "' is not imported by any stack.");
        }
        Page<String> page = Page.of(importers, input.nextToken(), name -> name);
        return ListImportsOutput.builder()
                .imports(page.items())
                .nextToken(page.next())
                .build();
    }
}
