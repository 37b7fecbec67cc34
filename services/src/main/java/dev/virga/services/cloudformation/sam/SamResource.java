package dev.virga.services.cloudformation.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A serverless resource of the template: its logical id, its properties and its attributes.
final class SamResource {
    private static final List<String> OWN_ATTRIBUTES =
            List.of("Condition", "DeletionPolicy", "UpdateReplacePolicy", "UpdatePolicy", "Metadata", "DependsOn");
    private static final List<String> PASSED_ON = List.of("Condition", "DeletionPolicy", "UpdateReplacePolicy");

    private final Translation translation;
    private final String id;
    private final Map<String, @Nullable Object> resource;
    private final Map<String, @Nullable Object> properties;

    SamResource(Translation translation, String id, Map<String, @Nullable Object> resource) {
        this.translation = translation;
        this.id = id;
        this.resource = resource;
        this.properties = Tree.child(resource, "Properties");
    }

    String id() {
        return id;
    }

    Translation translation() {
        return translation;
    }

    Map<String, @Nullable Object> resource() {
        return resource;
    }

    Map<String, @Nullable Object> properties() {
        return properties;
    }

    @Nullable
    Object get(String name) {
        return properties.get(name);
    }

    boolean isSet(String name) {
        return Tree.isSet(properties.get(name));
    }

    /// The property with every Ref to a parameter replaced.
    @Nullable
    Object resolved(String name) {
        return translation.parameters().resolve(properties.get(name));
    }

    @Nullable
    String condition() {
        return resource.get("Condition") instanceof String name ? name : null;
    }

    /// Attributes that the resource's own successor keeps.
    Map<String, @Nullable Object> attributes() {
        return attributes(OWN_ATTRIBUTES);
    }

    /// Attributes that every resource gets which this one expands to.
    Map<String, @Nullable Object> passedOn() {
        return attributes(PASSED_ON);
    }

    /// The same with Metadata, for the role and for leave given to buckets.
    Map<String, @Nullable Object> passedOnWithMetadata() {
        Map<String, @Nullable Object> result = passedOn();
        if (resource.get("Metadata") != null && !hasImage()) {
            result.put("Metadata", Tree.copy(resource.get("Metadata")));
        }
        return result;
    }

    /// Metadata that tells how to build an image says nothing about a role.
    private boolean hasImage() {
        return Tree.objectOrEmpty(resource.get("Metadata")).containsKey("DockerContext");
    }

    private Map<String, @Nullable Object> attributes(List<String> names) {
        Map<String, @Nullable Object> result = Tree.map();
        for (String name : names) {
            if (resource.get(name) != null) {
                result.put(name, Tree.copy(resource.get(name)));
            }
        }
        return result;
    }

    void emit(String logicalId, String type, Map<String, @Nullable Object> made) {
        emit(logicalId, type, made, passedOn());
    }

    void emit(
            String logicalId,
            String type,
            Map<String, @Nullable Object> made,
            Map<String, @Nullable Object> attributes) {
        translation.emit(id, logicalId, type, made, attributes);
    }

    SamInvalid invalid(String message) {
        return SamInvalid.resource(id, message);
    }

    SamInvalid unsupported(String what) {
        return SamInvalid.unsupported(id, what);
    }

    /// The property as an object, empty when it is absent.
    Map<String, @Nullable Object> object(String name) {
        Object value = properties.get(name);
        if (value != null && !(value instanceof Map)) {
            throw invalid("Type of property '" + name + "' is invalid.");
        }
        return Tree.objectOrEmpty(value);
    }

    void expectList(String name) {
        Object value = properties.get(name);
        if (value != null && !(value instanceof List) && !Tree.isIntrinsic(value)) {
            throw invalid("Type of property '" + name + "' is invalid.");
        }
    }

    void expectBoolean(String name) {
        Object value = properties.get(name);
        if (value != null && !(value instanceof Boolean) && !Tree.isIntrinsic(value)) {
            throw invalid("Type of property '" + name + "' is invalid.");
        }
    }
}
