package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.UpdateTerminationProtectionInput;
import dev.virga.api.cloudformation.UpdateTerminationProtectionOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Forbids or allows that a stack is deleted.
final class UpdateTerminationProtection
        implements Operation<UpdateTerminationProtectionInput, UpdateTerminationProtectionOutput> {
    private static final int MAX_ATTEMPTS = 16;

    private final StackTable table;

    UpdateTerminationProtection(StackTable table) {
        this.table = table;
    }

    @Override
    public Op<UpdateTerminationProtectionInput, UpdateTerminationProtectionOutput> op() {
        return CloudformationOps.UpdateTerminationProtection;
    }

    @Override
    public List<Access> access(UpdateTerminationProtectionInput input, Call call) {
        return CfnAccess.to("UpdateTerminationProtection", call, input.stackName());
    }

    @Override
    public UpdateTerminationProtectionOutput handle(UpdateTerminationProtectionInput input, Call call) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            StackRow row = table.get(Place.of(call), input.stackName());
            if (row.deleted() || row.status().equals("DELETE_IN_PROGRESS")) {
                throw CfnErrors.busy(row.id(), row.status(), "updated");
            }
            StackRow next = row.withStack(row.stack().toBuilder()
                    .enableTerminationProtection(input.enableTerminationProtection())
                    .build());
            if (table.change(row.place()).stack(next).commit()) {
                return UpdateTerminationProtectionOutput.builder()
                        .stackId(row.id())
                        .build();
            }
        }
        throw CfnErrors.validation("Stack " + input.stackName() + " was changed meanwhile. Try again.");
    }
}
