package dev.virga.wire;

/// Namespaces of a service's documents.
final class XmlNames {
    private XmlNames() {}

    /// As an attribute with a blank before it, or empty.
    static String defaultNamespace(Model model) {
        return model.xmlNamespace().isEmpty() ? "" : " xmlns=\"" + model.xmlNamespace() + "\"";
    }

    /// S3 differs from the other XML services in details of its documents.
    static boolean isS3(Model model) {
        return model.signingName().equals("s3");
    }
}
