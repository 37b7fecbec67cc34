package dev.virga.services.cloudformation;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A type of resource, e.g. `AWS::DynamoDB::Table`: one class. A thin user of other services'
/// operations.
///
/// Every method may be carried out again after a crash, with the same [Deed].
interface ResourceType {
    /// E.g. `AWS::DynamoDB::Table`.
    String name();

    Schema schema();

    /// How its names are made when the template gives none, or null when its service gives it an
    /// id.
    @Nullable
    default NameRule naming() {
        return null;
    }

    /// How `Tags` is written.
    enum TagForm {
        NONE,
        LIST,
        MAP
    }

    /// Whether the stack's tags are put on it.
    default TagForm tagging() {
        return TagForm.NONE;
    }

    /// Capability that a template with this type needs, or null.
    @Nullable
    default String capability(Map<String, @Nullable Object> properties) {
        return null;
    }

    /// Whether a resource with the name that the template gives is there already. Asked before it
    /// is made, so that a deployment that goes on after a crash may take what it finds as its own.
    default boolean taken(Deed deed, Properties properties) {
        return false;
    }

    /// Makes the resource; leaves nothing behind when it fails.
    Made create(Deed deed, Properties properties);

    /// Changes the resource in place.
    ///
    /// @param before what it was, or was meant to be
    Made update(Deed deed, Made before, Properties properties);

    /// Removes the resource; it may be gone already.
    void delete(Deed deed, Made made);

    /// Whether the change needs a new resource.
    default boolean replaces(Set<String> changed) {
        return schema().replaces(changed);
    }
}
