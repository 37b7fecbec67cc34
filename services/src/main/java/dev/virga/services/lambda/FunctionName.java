package dev.virga.services.lambda;

import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which function a request means: a name, a partial ARN (`123456789012:function:name`) or an ARN,
/// each with or without a version or alias behind it.
///
/// @param qualifier version or alias; null when none was given
record FunctionName(
        String account,
        String region,
        String name,
        @Nullable String qualifier) {
    static final String LATEST = "$LATEST";
    static final int MAX_NAME = 64;

    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}");
    private static final Pattern FORM =
            Pattern.compile("(?:arn:aws[a-zA-Z-]*:lambda:)?(?:([a-z]{2}(?:-[a-z]+){1,2}-\\d):)?(?:(\\d{12}):)?"
                    + "(?:function:)?([a-zA-Z0-9-_]+)(?::(\\$LATEST|[a-zA-Z0-9-_]+))?");

    /// @throws AwsException ValidationException, InvalidParameterValueException,
    ///     ResourceNotFoundException
    static FunctionName parse(String text, @Nullable String qualifier, Call call) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw LambdaErrors.validation("Value '" + text + "' at 'functionName' failed to satisfy constraint:"
                    + " Member must satisfy regular expression pattern: " + FORM.pattern());
        }
        String name = form.group(3);
        if (name.length() > MAX_NAME) {
            throw LambdaErrors.validation("Value '" + name + "' at 'functionName' failed to satisfy constraint:"
                    + " Member must have length less than or equal to " + MAX_NAME);
        }
        String inName = form.group(4);
        if (inName != null && qualifier != null && !inName.equals(qualifier)) {
            throw LambdaErrors.invalid(
                    "The derived qualifier from the function name does not match the specified qualifier.");
        }
        String region = form.group(1) == null ? call.region() : form.group(1);
        if (!region.equals(call.region())) {
            throw LambdaErrors.notFound(
                    "Functions from '" + region + "' are not reachable in this region ('" + call.region() + "')");
        }
        String account = form.group(2) == null ? call.account() : form.group(2);
        return new FunctionName(account, region, name, inName == null ? qualifier : inName);
    }

    static FunctionName parse(String text, Call call) {
        return parse(text, null, call);
    }

    FunctionName withQualifier(@Nullable String other) {
        return new FunctionName(account, region, name, other);
    }

    /// The qualifier, or none for `$LATEST`: resource policies and event settings do not tell the
    /// two apart.
    String settingsQualifier() {
        return qualifier == null || qualifier.equals(LATEST) ? "" : qualifier;
    }

    /// Whether the qualifier names an alias.
    boolean isAlias() {
        return qualifier != null && !qualifier.equals(LATEST) && !isNumber(qualifier);
    }

    /// Whether this names a published version.
    static boolean isNumber(String qualifier) {
        return NUMBER.matcher(qualifier).matches();
    }

    /// Without version or alias.
    String functionArn() {
        return new Arn("lambda", region, account, "function:" + name).toString();
    }

    /// With version or alias when there is one.
    String arn() {
        return qualifier == null ? functionArn() : functionArn() + ":" + qualifier;
    }
}
