package dev.virga.services.ssm;

import dev.virga.api.ssm.HierarchyLevelLimitExceededException;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Names of parameters: what is allowed, and how a request names one (name, ARN, with a selector).
///
/// @param account that owns the parameter
/// @param slashed whether the ARN may mean the name with a slash before it: ARNs do not tell
/// @param selector `:3` or `:label`, or null
record ParameterName(
        String account,
        String region,
        String name,
        boolean slashed,
        @Nullable String selector) {
    static final String SECRET_REFERENCE = "/aws/reference/secretsmanager/";

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_.\\-/]+");
    private static final int MAX_LEVELS = 15;
    private static final int MAX_CHARS = 1011;
    private static final String RESOURCE = "parameter/";

    /// A name, an ARN, or one of them with a selector.
    static ParameterName of(String text, Call call) {
        if (!text.startsWith("arn:")) {
            int colon = text.indexOf(':');
            return new ParameterName(
                    call.account(),
                    call.region(),
                    colon < 0 ? text : text.substring(0, colon),
                    false,
                    colon < 0 ? null : text.substring(colon));
        }
        Arn arn = Arn.parse(text);
        if (arn == null || !arn.service().equals("ssm") || !arn.resource().startsWith(RESOURCE)) {
            throw SsmErrors.validation("Invalid parameter ARN: " + text + ".");
        }
        if (!arn.region().equals(call.region())) {
            throw SsmErrors.notFound();
        }
        String rest = arn.resource().substring(RESOURCE.length());
        int colon = rest.indexOf(':');
        String name = colon < 0 ? rest : rest.substring(0, colon);
        return new ParameterName(
                arn.account(),
                arn.region(),
                name.indexOf('/') > 0 ? "/" + name : name,
                name.indexOf('/') < 0,
                colon < 0 ? null : rest.substring(colon));
    }

    /// The same as ARNs write it when there is no slash in it but the first.
    ParameterName withSlash() {
        return new ParameterName(account, region, "/" + name, false, selector);
    }

    String arn() {
        return arn(account, region, name);
    }

    static String arn(String account, String region, String name) {
        return new Arn("ssm", region, account, "parameter" + (name.startsWith("/") ? name : "/" + name)).toString();
    }

    boolean isPublic() {
        return name.startsWith("/aws/") && !isSecretReference();
    }

    boolean isSecretReference() {
        return name.startsWith(SECRET_REFERENCE);
    }

    /// What a new parameter may be called.
    ///
    /// @throws dev.virga.wire.AwsException ValidationException, AccessDeniedException and others
    static void check(String name, Call call) {
        String lower = name.toLowerCase(Locale.ROOT);
        String first = lower.startsWith("/") ? lower.substring(1) : lower;
        if (first.startsWith("aws")) {
            if (lower.startsWith("/aws/") || lower.equals("/aws") || !lower.startsWith("/")) {
                throw SsmErrors.denied("No access to reserved parameter name: " + name + ".");
            }
            throw prefixed("aws", lower.startsWith("/"));
        }
        if (first.startsWith("ssm")) {
            throw prefixed("ssm", lower.startsWith("/"));
        }
        if (!ALLOWED.matcher(name).matches() || name.endsWith("/") || name.contains("//")) {
            throw SsmErrors.validation("Parameter name must not end with slash, and can consist of sub-paths divided by"
                    + " slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3"
                    + " symbols .-_");
        }
        if (!name.startsWith("/") && name.indexOf('/') >= 0) {
            throw SsmErrors.validation("Parameter name must be a fully qualified name.");
        }
        long levels = name.chars().filter(c -> c == '/').count();
        if (levels > MAX_LEVELS) {
            throw new HierarchyLevelLimitExceededException(
                    "The hierarchy is too deep. A parameter name can have up to " + MAX_LEVELS + " levels.");
        }
        if (arn(call.account(), call.region(), name).length() > MAX_CHARS) {
            throw SsmErrors.validation(
                    "Parameter name is too long: with its ARN it must have no more than " + MAX_CHARS + " characters.");
        }
    }

    private static RuntimeException prefixed(String prefix, boolean path) {
        String message = "Parameter name: can't be prefixed with \"" + prefix + "\" (case-insensitive).";
        return SsmErrors.validation(
                path
                        ? message
                                + " If formed as a path, it can consist of sub-paths divided by slash symbol; each"
                                + " sub-path can be formed as a mix of letters, numbers and the following 3 symbols"
                                + " .-_"
                        : message);
    }
}
