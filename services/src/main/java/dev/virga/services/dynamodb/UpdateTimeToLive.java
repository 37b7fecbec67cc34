package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.UpdateTimeToLiveInput;
import dev.virga.api.dynamodb.UpdateTimeToLiveOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps the specification. Nothing expires items yet: see README.md.
final class UpdateTimeToLive implements Operation<UpdateTimeToLiveInput, UpdateTimeToLiveOutput> {
    private final DefinitionTable definitions;

    UpdateTimeToLive(DefinitionTable definitions) {
        this.definitions = definitions;
    }

    @Override
    public Op<UpdateTimeToLiveInput, UpdateTimeToLiveOutput> op() {
        return DynamodbOps.UpdateTimeToLive;
    }

    @Override
    public List<Access> access(UpdateTimeToLiveInput input, Call call) {
        return TableAccess.table("UpdateTimeToLive", call, input.tableName());
    }

    @Override
    public UpdateTimeToLiveOutput handle(UpdateTimeToLiveInput input, Call call) {
        boolean enabled = input.timeToLiveSpecification().enabled();
        String attribute = input.timeToLiveSpecification().attributeName();
        definitions.update(
                call,
                input.tableName(),
                definition -> {
                    check(enabled, attribute, definition.timeToLive());
                    return definition.withTimeToLive(enabled ? attribute : null);
                },
                List.of());
        return UpdateTimeToLiveOutput.builder()
                .timeToLiveSpecification(input.timeToLiveSpecification())
                .build();
    }

    private static void check(boolean enabled, String attribute, @Nullable String current) {
        if (enabled && current != null) {
            throw DynamodbErrors.validation(
                    attribute.equals(current)
                            ? "TimeToLive is already enabled"
                            : "TimeToLive is active on a different AttributeName: current AttributeName is " + current);
        }
        if (!enabled && current == null) {
            throw DynamodbErrors.validation("TimeToLive is already disabled");
        }
        if (!enabled && !attribute.equals(current)) {
            throw DynamodbErrors.validation(
                    "TimeToLive is active on a different AttributeName: current AttributeName is " + current);
        }
    }
}
