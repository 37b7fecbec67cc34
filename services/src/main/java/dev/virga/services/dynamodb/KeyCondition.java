package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import org.jspecify.annotations.Nullable;

/// Which items of one partition a query wants.
///
/// @param sort null for all of them
record KeyCondition(AttributeValue partition, @Nullable Sort sort) {
    sealed interface Sort {}

    record Equal(AttributeValue value) implements Sort {}

    record Less(AttributeValue than, boolean orEqual) implements Sort {}

    record Greater(AttributeValue than, boolean orEqual) implements Sort {}

    record Between(AttributeValue low, AttributeValue high) implements Sort {}

    record BeginsWith(AttributeValue prefix) implements Sort {}
}
