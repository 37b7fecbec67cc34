package dev.virga.services.lambda;

import java.util.Map;

/// Tags of a function.
final class FunctionTags {
    private static final int MAX_TAGS = 50;
    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 256;

    private FunctionTags() {}

    static void checkCount(Map<String, String> tags) {
        if (tags.size() > MAX_TAGS) {
            throw LambdaErrors.invalid("Number of tags exceeds resource tag limit.");
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > MAX_KEY || value == null || value.length() > MAX_VALUE) {
                throw LambdaErrors.invalid("A tag's key has 1 to " + MAX_KEY + " characters, its value at most "
                        + MAX_VALUE + ".");
            }
            if (key.startsWith("aws:")) {
                throw LambdaErrors.invalid("Tag keys that start with aws: are reserved.");
            }
        });
    }
}
