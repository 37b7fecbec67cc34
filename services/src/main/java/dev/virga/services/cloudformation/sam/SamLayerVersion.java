package dev.virga.services.cloudformation.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// AWS::Serverless::LayerVersion: a version that is replaced, never changed, when the layer
/// changes.
///
/// For that its logical id carries a hash of all that the template says of it, and by default the
/// version before stays.
final class SamLayerVersion {
    private final SamResource source;

    SamLayerVersion(SamResource source) {
        this.source = source;
    }

    void translate() {
        Map<String, @Nullable Object> properties = source.properties();
        for (String name : List.of("LayerName", "LicenseInfo", "Description", "RetentionPolicy")) {
            if (properties.get(name) != null) {
                properties.put(name, source.resolved(name));
            }
        }
        if (source.get("ContentUri") == null) {
            throw source.invalid("Missing required property 'ContentUri'.");
        }
        Map<String, @Nullable Object> attributes = source.attributes();
        String logicalId = source.id() + hash(attributes);
        source.translation().references().renamed(source.id(), logicalId);
        attributes.putIfAbsent("DeletionPolicy", "Retain");
        Object retention = source.get("RetentionPolicy");
        if (retention != null) {
            attributes.put("DeletionPolicy", retention(retention));
        }
        Object name = source.get("LayerName");
        source.emit(
                logicalId,
                "AWS::Lambda::LayerVersion",
                Tree.map(
                        "LayerName", name == null ? source.id() : name,
                        "Description", source.get("Description"),
                        "Content", SamS3Location.of(source, "ContentUri", source.get("ContentUri")),
                        "CompatibleArchitectures", source.get("CompatibleArchitectures"),
                        "CompatibleRuntimes", source.get("CompatibleRuntimes"),
                        "LicenseInfo", source.get("LicenseInfo")),
                attributes);
    }

    private String hash(Map<String, @Nullable Object> attributes) {
        Map<String, @Nullable Object> content = Tree.map("Type", "AWS::Serverless::LayerVersion");
        content.put("Properties", source.properties());
        attributes.forEach((name, value) -> {
            if (!List.of("DeletionPolicy", "UpdateReplacePolicy", "Metadata").contains(name)) {
                content.put(name, value);
            }
        });
        return SamHash.of(Tree.map(source.id(), content));
    }

    private String retention(Object value) {
        if (value instanceof String text) {
            if (text.equalsIgnoreCase("Retain")) {
                return "Retain";
            }
            if (text.equalsIgnoreCase("Delete")) {
                return "Delete";
            }
        }
        throw source.invalid("'RetentionPolicy' must be one of the following options: ['Retain', 'Delete'].");
    }
}
