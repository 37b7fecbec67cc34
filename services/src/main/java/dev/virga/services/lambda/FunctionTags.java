package dev.virga.services.lambda;

import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import java.util.Map;

/// Tags of a function.
final class FunctionTags {
    private static final int MAX_TAGS = 50;
    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 256;

    private FunctionTags() {}

    /// The function that an ARN names; tags of other resources are not there yet.
    static FunctionName function(String arn, String operation, Call call) {
        Arn parsed = Arn.parse(arn);
        if (parsed == null || !parsed.service().equals("lambda")) {
            throw LambdaErrors.invalid("Invalid resource ARN: " + arn);
        }
        if (!parsed.resource().startsWith("function:")) {
            throw LambdaErrors.notImplemented(operation, "a resource other than a function");
        }
        FunctionName name = FunctionName.parse(arn, call);
        if (name.qualifier() != null) {
            throw LambdaErrors.invalid(
                    "Tags on function aliases and versions are not supported. Please specify a" + " function ARN.");
        }
        return name;
    }

    static void checkCount(Map<String, String> tags) {
        if (tags.size() > MAX_TAGS) {
            throw LambdaErrors.invalid("Number of tags exceeds resource tag limit.");
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > MAX_KEY || value == null || value.length() > MAX_VALUE) {
                throw LambdaErrors.invalid(
                        "A tag's key has 1 to " + MAX_KEY + " characters, its value at most " + MAX_VALUE + ".");
            }
            if (key.startsWith("aws:")) {
                throw LambdaErrors.invalid("Tag keys that start with aws: are reserved.");
            }
        });
    }
}
