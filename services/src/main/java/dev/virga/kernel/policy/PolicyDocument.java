package dev.virga.kernel.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A policy document, checked and compiled. Immutable: one copy serves every request.
public final class PolicyDocument {
    /// What IAM's model allows for any document.
    static final int MAX_CHARS = 131_072;

    /// One of AWS's own policies is larger than any account may write.
    static final int MAX_STORED_CHARS = 262_144;

    /// Which elements a document must and must not have.
    public enum Kind {
        /// Inside a user, group or role, or of a session: resources but no principals.
        IDENTITY,
        /// A managed policy: the same, and it must name the current version of the language.
        MANAGED,
        /// Of a resource: principals; resources may be left out.
        RESOURCE,
        /// Who may assume a role: principals but no resources.
        TRUST
    }

    private static final String CURRENT = "2012-10-17";
    private static final String OLD = "2008-10-17";
    private static final Pattern SID = Pattern.compile("[0-9A-Za-z]*");
    private static final Set<String> TOP = Set.of("Version", "Id", "Statement");
    private static final Set<String> ELEMENTS = Set.of(
            "Sid",
            "Effect",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Principal",
            "NotPrincipal",
            "Condition");

    private final List<Statement> statements;

    private PolicyDocument(List<Statement> statements) {
        this.statements = statements;
    }

    List<Statement> statements() {
        return statements;
    }

    /// Reads a policy of any kind, which was checked when it was stored.
    ///
    /// @throws dev.virga.wire.AwsException MalformedPolicyDocument
    public static PolicyDocument parse(String json) {
        return new Parser(null).document(json);
    }

    /// @throws dev.virga.wire.AwsException MalformedPolicyDocument
    public static PolicyDocument parse(String json, Kind kind) {
        return new Parser(kind).document(json);
    }

    private static final class Parser {
        private final @Nullable Kind kind;
        private boolean variables;

        Parser(@Nullable Kind kind) {
            this.kind = kind;
        }

        private boolean forIdentity() {
            return kind == Kind.IDENTITY || kind == Kind.MANAGED;
        }

        PolicyDocument document(String json) {
            if (json.length() > (kind == null ? MAX_STORED_CHARS : MAX_CHARS)
                    || !(PolicyJson.read(json) instanceof PolicyJson.Fields top)) {
                throw PolicyErrors.syntax();
            }
            Map<String, PolicyJson.Node> fields = top.values();
            PolicyJson.Node statements = fields.get("Statement");
            if (!TOP.containsAll(fields.keySet()) || statements == null) {
                throw PolicyErrors.syntax();
            }
            checkVersion(text(fields.get("Version")));
            text(fields.get("Id"));
            List<Statement> all = new ArrayList<>();
            for (PolicyJson.Node node : items(statements)) {
                if (!(node instanceof PolicyJson.Fields statement)) {
                    throw PolicyErrors.syntax();
                }
                all.add(statement(statement.values()));
            }
            if (all.isEmpty()) {
                throw PolicyErrors.syntax();
            }
            checkSids(all);
            return new PolicyDocument(List.copyOf(all));
        }

        private void checkVersion(@Nullable String given) {
            if (given != null && !given.equals(CURRENT) && !given.equals(OLD)) {
                throw PolicyErrors.syntax();
            }
            String version = given == null ? OLD : given;
            if (kind == Kind.MANAGED && !version.equals(CURRENT)) {
                throw PolicyErrors.version();
            }
            variables = version.equals(CURRENT);
        }

        private void checkSids(List<Statement> statements) {
            Set<String> seen = new HashSet<>();
            for (Statement statement : statements) {
                String sid = statement.sid();
                if (sid != null && forIdentity() && !SID.matcher(sid).matches()) {
                    throw PolicyErrors.sidNotAlphanumeric();
                }
                if (sid != null && !sid.isEmpty() && !seen.add(sid)) {
                    throw PolicyErrors.sidNotUnique();
                }
            }
        }

        private Statement statement(Map<String, PolicyJson.Node> fields) {
            boolean notAction = fields.containsKey("NotAction");
            boolean notResource = fields.containsKey("NotResource");
            if (!ELEMENTS.containsAll(fields.keySet())
                    || (notAction && fields.containsKey("Action"))
                    || (notResource && fields.containsKey("Resource"))
                    || (fields.containsKey("Principal") && fields.containsKey("NotPrincipal"))) {
                throw PolicyErrors.syntax();
            }
            boolean allow = allow(text(fields.get("Effect")));
            List<String> actionNames = strings(fields.get(notAction ? "NotAction" : "Action"));
            List<Wildcard> actions = actions(actionNames);
            List<Template> resources = resources(fields.get(notResource ? "NotResource" : "Resource"));
            return new Statement(
                    text(fields.get("Sid")),
                    allow,
                    actions,
                    List.copyOf(actionNames),
                    notAction,
                    resources,
                    notResource,
                    principals(fields),
                    conditions(fields.get("Condition")));
        }

        private static boolean allow(@Nullable String effect) {
            if (effect == null) {
                throw PolicyErrors.syntax();
            }
            return switch (effect) {
                case "Allow" -> true;
                case "Deny" -> false;
                default ->
                    throw effect.equalsIgnoreCase("Allow") || effect.equalsIgnoreCase("Deny")
                            ? PolicyErrors.legacy()
                            : PolicyErrors.syntax();
            };
        }

        private List<Wildcard> actions(List<String> patterns) {
            if (patterns.isEmpty()) {
                throw PolicyErrors.noActions();
            }
            List<Wildcard> compiled = new ArrayList<>(patterns.size());
            for (String pattern : patterns) {
                checkAction(pattern);
                if (kind == Kind.TRUST && !pattern.regionMatches(true, 0, "sts:", 0, 4)) {
                    throw PolicyErrors.notForTrust();
                }
                compiled.add(Wildcard.of(pattern.toLowerCase(Locale.ROOT)));
            }
            return List.copyOf(compiled);
        }

        private static void checkAction(String pattern) {
            if (pattern.equals("*")) {
                return;
            }
            int colon = pattern.indexOf(':');
            if (colon < 0) {
                throw PolicyErrors.vendorMissing();
            }
            if (pattern.indexOf(':', colon + 1) >= 0) {
                throw PolicyErrors.tooManyColons();
            }
            String vendor = pattern.substring(0, colon);
            boolean valid =
                    vendor.equals("*") || (!vendor.isEmpty() && vendor.chars().allMatch(Parser::isVendor));
            if (!valid) {
                throw PolicyErrors.invalidVendor(vendor);
            }
        }

        private static boolean isVendor(int c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
        }

        private List<Template> resources(PolicyJson.@Nullable Node node) {
            if (kind == Kind.TRUST) {
                if (node != null) {
                    throw PolicyErrors.resourceProhibited();
                }
                return List.of();
            }
            List<String> patterns = strings(node);
            if (patterns.isEmpty() && (forIdentity() || node != null)) {
                throw PolicyErrors.noResources();
            }
            List<Template> compiled = new ArrayList<>(patterns.size());
            for (String pattern : patterns) {
                if (forIdentity()) {
                    ResourceRules.check(pattern);
                }
                compiled.add(Template.of(pattern, variables));
            }
            return List.copyOf(compiled);
        }

        private @Nullable Principals principals(Map<String, PolicyJson.Node> fields) {
            boolean not = fields.containsKey("NotPrincipal");
            PolicyJson.Node node = fields.get(not ? "NotPrincipal" : "Principal");
            if (node == null) {
                if (kind == Kind.TRUST || kind == Kind.RESOURCE) {
                    throw PolicyErrors.principalMissing();
                }
                return null;
            }
            if (forIdentity()) {
                throw PolicyErrors.principalProhibited();
            }
            if (node instanceof PolicyJson.Text all) {
                if (!all.value().equals("*")) {
                    throw PolicyErrors.invalidPrincipal("AWS", all.value());
                }
                return new Principals(true, Set.of(), Set.of(), Set.of(), not);
            }
            if (!(node instanceof PolicyJson.Fields types)) {
                throw PolicyErrors.syntax();
            }
            return principals(types.values(), not);
        }

        private static Principals principals(Map<String, PolicyJson.Node> types, boolean not) {
            Set<String> aws = new HashSet<>();
            Set<String> services = new HashSet<>();
            Set<String> federated = new HashSet<>();
            types.forEach((type, node) -> {
                List<String> values = strings(node);
                switch (type) {
                    case "AWS" -> aws.addAll(values);
                    case "Service" -> services.addAll(values);
                    case "Federated" -> federated.addAll(values);
                    // Known, but nobody signs in that way.
                    case "CanonicalUser" -> {}
                    default -> throw PolicyErrors.syntax();
                }
            });
            for (String value : aws) {
                if (!Principals.valid(value)) {
                    throw PolicyErrors.invalidPrincipal("AWS", value);
                }
            }
            Set<String> ids = new HashSet<>();
            for (String value : aws) {
                KeptPrincipal kept = KeptPrincipal.parse(value);
                ids.add(kept == null ? value : kept.id());
            }
            for (String value : services) {
                if (!Principals.validService(value)) {
                    throw PolicyErrors.invalidPrincipal("SERVICE", value);
                }
            }
            return new Principals(false, Set.copyOf(ids), Set.copyOf(services), Set.copyOf(federated), not);
        }

        private List<Condition> conditions(PolicyJson.@Nullable Node node) {
            if (node == null) {
                return List.of();
            }
            if (!(node instanceof PolicyJson.Fields operators)) {
                throw PolicyErrors.syntax();
            }
            List<Condition> all = new ArrayList<>();
            operators.values().forEach((operator, tests) -> {
                if (!(tests instanceof PolicyJson.Fields keys)) {
                    throw PolicyErrors.syntax();
                }
                keys.values().forEach((key, values) -> all.add(condition(operator, key, values)));
            });
            return List.copyOf(all);
        }

        private Condition condition(String operator, String key, PolicyJson.Node values) {
            if (key.indexOf(':') < 0) {
                throw PolicyErrors.vendorMissing();
            }
            List<Template> templates = new ArrayList<>();
            boolean date = kind != null
                    && operator.substring(operator.indexOf(':') + 1).startsWith("Date");
            for (PolicyJson.Node value : items(values)) {
                String text =
                        switch (value) {
                            case PolicyJson.Text t -> t.value();
                            case PolicyJson.Scalar s -> s.value();
                            case PolicyJson.Items i -> throw PolicyErrors.syntax();
                            case PolicyJson.Fields f -> throw PolicyErrors.syntax();
                        };
                if (date && text.indexOf('$') < 0 && !Operator.isDate(text)) {
                    throw PolicyErrors.legacy();
                }
                templates.add(Template.of(text, variables));
            }
            return Condition.of(operator, key, templates);
        }

        private static List<PolicyJson.Node> items(PolicyJson.Node node) {
            return node instanceof PolicyJson.Items items ? items.values() : List.of(node);
        }

        private static List<String> strings(PolicyJson.@Nullable Node node) {
            if (node == null) {
                return List.of();
            }
            List<String> all = new ArrayList<>();
            for (PolicyJson.Node item : items(node)) {
                if (!(item instanceof PolicyJson.Text value)) {
                    throw PolicyErrors.syntax();
                }
                all.add(value.value());
            }
            return all;
        }

        private static @Nullable String text(PolicyJson.@Nullable Node node) {
            if (node == null) {
                return null;
            }
            if (!(node instanceof PolicyJson.Text value)) {
                throw PolicyErrors.syntax();
            }
            return value.value();
        }
    }
}
