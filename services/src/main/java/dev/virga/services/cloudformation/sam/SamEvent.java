package dev.virga.services.cloudformation.sam;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One entry of a function's Events.
final class SamEvent {
    private final SamResource function;
    private final String eventId;
    private final String type;
    private final Map<String, @Nullable Object> properties;

    SamEvent(SamResource function, String eventId, @Nullable Object value) {
        this.function = function;
        this.eventId = eventId;
        Map<String, @Nullable Object> event = Tree.objectOrEmpty(value);
        this.type = event.get("Type") == null ? "None" : String.valueOf(event.get("Type"));
        Object given = event.get("Properties");
        if (given != null && !(given instanceof Map)) {
            throw invalid("Properties should be a map.");
        }
        if (given == null && value instanceof Map) {
            event.put("Properties", Tree.map());
        }
        this.properties = Tree.objectOrEmpty(event.get("Properties"));
    }

    SamResource function() {
        return function;
    }

    Translation translation() {
        return function.translation();
    }

    /// The event's name within the function.
    String eventId() {
        return eventId;
    }

    /// The logical id of what the event becomes.
    String id() {
        return function.id() + eventId;
    }

    String type() {
        return type;
    }

    Map<String, @Nullable Object> properties() {
        return properties;
    }

    @Nullable
    Object get(String name) {
        return properties.get(name);
    }

    @Nullable
    Object resolved(String name) {
        return translation().parameters().resolve(properties.get(name));
    }

    String order() {
        return properties.get("Path") instanceof String path ? path : eventId;
    }

    SamInvalid invalid(String message) {
        return SamInvalid.event(function.id(), eventId, message);
    }

    /// What is wrong with the resource that the event becomes.
    SamInvalid invalidResource(String message) {
        return SamInvalid.resource(id(), message);
    }

    /// SAM names some events in full.
    SamInvalid invalidAsResource(String message) {
        return SamInvalid.event(function.id(), id(), message);
    }

    Object required(String name) {
        Object value = properties.get(name);
        if (value == null) {
            throw invalidResource("Missing required property '" + name + "'.");
        }
        return value;
    }

    void emit(String logicalId, String resourceType, Map<String, @Nullable Object> made) {
        function.emit(logicalId, resourceType, made);
    }

    void emit(
            String logicalId,
            String resourceType,
            Map<String, @Nullable Object> made,
            Map<String, @Nullable Object> attributes) {
        function.emit(logicalId, resourceType, made, attributes);
    }

    /// The permission that lets a service invoke the function.
    void permit(String logicalId, String principal, SamTarget target, @Nullable Object sourceArn) {
        emit(
                logicalId,
                "AWS::Lambda::Permission",
                Tree.map(
                        "Action",
                        "lambda:InvokeFunction",
                        "FunctionName",
                        target.name(),
                        "Principal",
                        principal,
                        "SourceArn",
                        sourceArn));
    }
}
