package dev.virga.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A failure with more to say than its code and message, in elements of their own: S3's way.
public final class DetailedException extends AwsException {
    private final Map<String, String> details;

    private DetailedException(AwsException error, Map<String, String> details) {
        super(error.code(), error.status(), error.getMessage());
        this.details = Collections.unmodifiableMap(details);
    }

    /// @param namesAndValues name, value, name, value …
    public static AwsException of(AwsException error, String... namesAndValues) {
        Map<String, String> details = new LinkedHashMap<>(error.details());
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            details.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new DetailedException(error, details);
    }

    @Override
    public Map<String, String> details() {
        return details;
    }
}
