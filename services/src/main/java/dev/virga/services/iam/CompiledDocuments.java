package dev.virga.services.iam;

import dev.virga.kernel.policy.PolicyDocument;
import dev.virga.wire.AwsException;
import org.jspecify.annotations.Nullable;

/// Policy documents by their text, compiled once. A document that cannot be read denies everything:
/// its deny might be what protects something.
final class CompiledDocuments {
    private static final System.Logger LOG = System.getLogger(CompiledDocuments.class.getName());
    /// Of the documents remembered, together. Compiled, a hostile document takes some twenty times
    /// its text.
    private static final long MAX_CHARS = 4 << 20;
    private static final String DENY = """
            {"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*","Principal":"*"}}""";

    private final BoundedCache<String, PolicyDocument> known = new BoundedCache<>(MAX_CHARS);
    private final PolicyDocument unreadable = PolicyDocument.parse(DENY);

    @Nullable
    PolicyDocument optional(@Nullable String text) {
        return text == null ? null : get(text);
    }

    PolicyDocument get(String text) {
        PolicyDocument document = known.get(text);
        if (document == null) {
            document = parse(text);
            known.put(text, document, text.length());
        }
        return document;
    }

    private PolicyDocument parse(String text) {
        try {
            return PolicyDocument.parse(text);
        } catch (AwsException e) {
            LOG.log(System.Logger.Level.WARNING, "a policy in use cannot be read: {0}", e.getMessage());
            return unreadable;
        }
    }
}
