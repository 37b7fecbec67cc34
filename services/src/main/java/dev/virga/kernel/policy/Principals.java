package dev.virga.kernel.policy;

import dev.virga.kernel.Arn;
import dev.virga.kernel.Caller;
import java.util.Set;
import java.util.regex.Pattern;

/// The `Principal` or `NotPrincipal` of a statement.
///
/// @param aws account numbers, ARNs or `*`
/// @param federated identity providers: ARNs, or names that every account knows
/// @param not everybody but these
record Principals(boolean everybody, Set<String> aws, Set<String> services, Set<String> federated, boolean not) {
    /// How closely a statement names the caller, from loosest to closest. It decides which other
    /// policies still have to allow the request.
    enum Match {
        NONE,
        /// The account: its own IAM policies decide which of its users and roles may.
        ACCOUNT,
        /// Everybody, or the role or user whose session this is: boundary and session policy still
        /// limit it.
        ROLE,
        /// The user or session itself.
        EXACT
    }

    private static final Pattern SERVICE = Pattern.compile("[a-zA-Z0-9.-]+\\.(amazonaws\\.com|amazon\\.com|aws)");

    Match match(Caller caller) {
        Match named = named(caller);
        if (!not) {
            return named;
        }
        return named == Match.NONE ? Match.ROLE : Match.NONE;
    }

    private Match named(Caller caller) {
        if (caller instanceof Caller.WebIdentity identity) {
            // Of a provider's people a star says nothing.
            return federated.contains(identity.provider()) ? Match.EXACT : Match.NONE;
        }
        if (everybody || aws.contains("*")) {
            return Match.ROLE;
        }
        return switch (caller) {
            case Caller.Anonymous anonymous -> Match.NONE;
            case Caller.WebIdentity identity -> Match.NONE;
            case Caller.FederatedUser user ->
                namesIssuer(user.issuer()) && !aws.contains(user.arn())
                        ? Match.ROLE
                        : exact(user.arn(), user.account());
            case Caller.Service service -> namesService(service) ? Match.EXACT : Match.NONE;
            case Caller.Root root -> namesAccount(root.account()) ? Match.EXACT : Match.NONE;
            case Caller.User user -> aws.contains(user.userId()) ? Match.EXACT : exact(user.arn(), user.account());
            case Caller.Session session ->
                (aws.contains(session.roleArn()) || aws.contains(session.roleId())) && !aws.contains(session.arn())
                        ? Match.ROLE
                        : exact(session.arn(), session.account());
        };
    }

    /// By its name everywhere, or by that in the region where its source is:
    /// `logs.us-east-1.amazonaws.com`.
    private boolean namesService(Caller.Service caller) {
        if (services.contains(caller.service())) {
            return true;
        }
        Arn source = caller.sourceArn() == null ? null : Arn.parse(caller.sourceArn());
        return source != null
                && !source.region().isEmpty()
                && services.contains(caller.service().replaceFirst("\\.", "." + source.region() + "."));
    }

    private boolean namesIssuer(Caller issuer) {
        return aws.contains(issuer.arn()) || (issuer instanceof Caller.User && aws.contains(issuer.userId()));
    }

    private Match exact(String arn, String account) {
        if (aws.contains(arn)) {
            return Match.EXACT;
        }
        return namesAccount(account) ? Match.ACCOUNT : Match.NONE;
    }

    private boolean namesAccount(String account) {
        return aws.contains(account) || aws.contains("arn:aws:iam::" + account + ":root");
    }

    /// Whether IAM would take this value for `AWS`.
    static boolean valid(String aws) {
        if (aws.equals("*") || isAccount(aws)) {
            return true;
        }
        KeptPrincipal kept = KeptPrincipal.parse(aws);
        Arn arn = Arn.parse(kept == null ? aws : kept.arn());
        if (arn == null || !isAccount(arn.account()) || aws.indexOf('*') >= 0 || aws.indexOf('?') >= 0) {
            return isUniqueId(aws);
        }
        String resource = arn.resource();
        return switch (arn.service()) {
            case "iam" -> resource.equals("root") || resource.startsWith("user/") || resource.startsWith("role/");
            case "sts" -> resource.startsWith("assumed-role/") || resource.startsWith("federated-user/");
            default -> false;
        };
    }

    /// Services are named by where they are reached: `lambda.amazonaws.com`.
    static boolean validService(String name) {
        return SERVICE.matcher(name).matches();
    }

    private static boolean isAccount(String text) {
        return text.length() == 12 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// What IAM shows for a user or role that is gone.
    static boolean isUniqueId(String text) {
        return (text.startsWith("AIDA") || text.startsWith("AROA"))
                && text.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
    }
}
