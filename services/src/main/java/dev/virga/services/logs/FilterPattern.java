package dev.virga.services.logs;

import dev.virga.wire.AwsException;

/// Which events a search returns. Three languages, told apart by their first character: terms, `{
/// $.json = "x" }` and `[space, delimited, fields]`.
///
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
sealed interface FilterPattern permits TermPattern, JsonPattern, DelimitedPattern {
    /// Nesting of parentheses.
    int MAX_DEPTH = 50;

    boolean matches(String message);

    /// @throws AwsException InvalidParameterException
    static FilterPattern parse(String text) {
        String pattern = text.strip();
        if (pattern.startsWith("{")) {
            return JsonPattern.parse(pattern);
        }
        if (pattern.startsWith("[")) {
            return DelimitedPattern.parse(pattern);
        }
        return TermPattern.parse(pattern);
    }

    static AwsException invalid(String why) {
        return LogsErrors.invalid("Invalid filter pattern: " + why);
    }
}
