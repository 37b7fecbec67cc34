package dev.virga.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A failure that the client is told about. Errors of the model are generated subclasses, whose
/// status, fault and code come from the model; this class itself serves the codes that no model
/// lists (`ValidationException` of most services, `AccessDeniedException`, `NotImplemented` …).
///
/// Carries no stack trace: it is an answer, not a bug.
public class AwsException extends RuntimeException {
    private final String code;
    private final int status;

    public AwsException(String code, int status, @Nullable String message) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
    }

    /// The code that clients match on, e.g. `ResourceNotFoundException`.
    public String code() {
        return code;
    }

    /// What S3's errors say besides, by element name: in their order.
    public Map<String, String> details() {
        return Map.of();
    }

    /// HTTP status.
    public int status() {
        return status;
    }
}
