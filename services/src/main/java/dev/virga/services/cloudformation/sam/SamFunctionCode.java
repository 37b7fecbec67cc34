package dev.virga.services.cloudformation.sam;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A function's `Code`: inline text, an archive in S3, or an image.
final class SamFunctionCode {
    private SamFunctionCode() {}

    static Map<String, @Nullable Object> of(SamResource source) {
        Object type = source.get("PackageType");
        String packageType = type == null ? "Zip" : String.valueOf(type);
        return switch (packageType) {
            case "Zip" -> archive(source);
            case "Image" -> image(source);
            default -> throw source.invalid("invalid 'PackageType' : " + packageType);
        };
    }

    private static Map<String, @Nullable Object> archive(SamResource source) {
        Map<String, @Nullable Object> code;
        if (source.get("InlineCode") != null) {
            code = Tree.map("ZipFile", source.get("InlineCode"));
        } else if (source.get("CodeUri") != null) {
            code = SamS3Location.of(source, "CodeUri", source.get("CodeUri"));
        } else {
            throw source.invalid("Only one of 'InlineCode' or 'CodeUri' can be set.");
        }
        if (!source.isSet("Runtime") || !source.isSet("Handler")) {
            throw source.invalid("Runtime and Handler needs to be present when PackageType is of type `Zip`");
        }
        if (source.isSet("ImageConfig")) {
            throw source.invalid("ImageUri or ImageConfig cannot be present when PackageType is of type `Zip`");
        }
        if (source.get("SourceKMSKeyArn") != null) {
            code.put("SourceKMSKeyArn", source.get("SourceKMSKeyArn"));
        }
        return code;
    }

    private static Map<String, @Nullable Object> image(SamResource source) {
        if (source.get("ImageUri") == null) {
            throw source.invalid("'ImageUri' must be set.");
        }
        if (source.isSet("Runtime") || source.isSet("Handler") || source.isSet("Layers")) {
            throw source.invalid("Runtime, Handler, Layers cannot be present when PackageType is of type `Image`");
        }
        return Tree.map("ImageUri", source.get("ImageUri"));
    }
}
