package dev.virga.kernel.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks for what IAM accepts in a policy although it can never mean anything: actions and services
/// that AWS does not have, resources that no action of the statement is for, condition keys that
/// the service does not know.
///
/// Any thread may call it.
public final class PolicyLint {
    /// What is looked for; the rest of a document with more is not looked at.
    static final int MAX_FINDINGS = 50;
    /// Names compared in search of the nearest one, and patterns in search of one that fits.
    static final int MAX_COMPARISONS = 20_000;

    private static final int MAX_NAME = 128;
    private static final int MAX_RESOURCE = 2048;

    public enum Kind {
        UNKNOWN_SERVICE,
        UNKNOWN_ACTION,
        RESOURCE_FITS_NO_ACTION,
        UNKNOWN_CONDITION_KEY
    }

    /// @param statement its `Sid`, or its number from 1
    /// @param value what is wrong, as the document has it
    /// @param suggestion what was probably meant, or null
    public record Finding(
            Kind kind,
            String statement,
            String value,
            @Nullable String suggestion) {
        /// A sentence for people.
        public String message() {
            String what =
                    switch (kind) {
                        case UNKNOWN_SERVICE -> "names a service that AWS does not have: " + value;
                        case UNKNOWN_ACTION -> "names an action that AWS does not have: " + value;
                        case RESOURCE_FITS_NO_ACTION -> "names a resource that none of its actions is for: " + value;
                        case UNKNOWN_CONDITION_KEY -> "has a condition key that its service does not have: " + value;
                    };
            String hint = suggestion == null ? "" : " (did you mean " + suggestion + "?)";
            return "Statement " + statement + " " + what + hint;
        }
    }

    private final ActionTable table;

    public PolicyLint(ActionTable table) {
        this.table = table;
    }

    /// @param document one that IAM accepts
    /// @throws dev.virga.wire.AwsException MalformedPolicyDocument when it is no JSON
    public List<Finding> check(String document) {
        if (document.length() > PolicyDocument.MAX_CHARS) {
            throw PolicyErrors.syntax();
        }
        List<Finding> findings = new ArrayList<>();
        if (PolicyJson.read(document) instanceof PolicyJson.Fields top) {
            Search search = new Search(findings);
            int number = 1;
            for (PolicyJson.Node node : items(top.values().get("Statement"))) {
                if (node instanceof PolicyJson.Fields statement) {
                    search.statement(statement.values(), number);
                }
                number++;
            }
        }
        return findings;
    }

    private static List<PolicyJson.Node> items(PolicyJson.@Nullable Node node) {
        return node == null ? List.of() : node instanceof PolicyJson.Items items ? items.values() : List.of(node);
    }

    private static List<String> texts(PolicyJson.@Nullable Node node) {
        List<String> all = new ArrayList<>();
        for (PolicyJson.Node item : items(node)) {
            if (item instanceof PolicyJson.Text text) {
                all.add(text.value());
            }
        }
        return all;
    }

    /// One document, with what may still be spent on it.
    private final class Search {
        private final List<Finding> findings;
        private int comparisons = MAX_COMPARISONS;
        private String statement = "";

        Search(List<Finding> findings) {
            this.findings = findings;
        }

        void statement(Map<String, PolicyJson.Node> fields, int number) {
            List<String> sids = texts(fields.get("Sid"));
            statement = sids.isEmpty() || sids.getFirst().isEmpty() ? String.valueOf(number) : sids.getFirst();
            List<String> actions = texts(fields.get("Action"));
            actions.forEach(this::action);
            texts(fields.get("NotAction")).forEach(this::action);
            resources(texts(fields.get("Resource")), actions);
            if (fields.get("Condition") instanceof PolicyJson.Fields operators) {
                for (PolicyJson.Node tests : operators.values().values()) {
                    if (tests instanceof PolicyJson.Fields keys) {
                        keys.values().keySet().forEach(this::key);
                    }
                }
            }
        }

        private void found(Kind kind, String value, @Nullable String suggestion) {
            if (findings.size() < MAX_FINDINGS) {
                findings.add(new Finding(kind, statement, value, suggestion));
            }
        }

        private void action(String pattern) {
            int colon = pattern.indexOf(':');
            if (colon < 0 || pattern.substring(0, colon).contains("*")) {
                return;
            }
            String prefix = pattern.substring(0, colon);
            ActionTable.Vendor vendor = table.vendor(prefix);
            if (vendor == null) {
                String near = nearest(prefix, table.prefixes());
                found(Kind.UNKNOWN_SERVICE, pattern, near == null ? null : near + pattern.substring(colon));
                return;
            }
            String name = pattern.substring(colon + 1);
            if (!matching(pattern, vendor).isEmpty()) {
                return;
            }
            List<String> names = vendor.actions().values().stream()
                    .map(ActionTable.Action::name)
                    .toList();
            String near = nearest(name, names);
            found(Kind.UNKNOWN_ACTION, pattern, near == null ? null : vendor.prefix() + ":" + near);
        }

        /// The actions that a pattern of this service means.
        private List<ActionTable.Action> matching(String pattern, ActionTable.Vendor vendor) {
            String name = pattern.substring(pattern.indexOf(':') + 1).toLowerCase(Locale.ROOT);
            if (name.indexOf('*') < 0 && name.indexOf('?') < 0) {
                ActionTable.Action action = vendor.actions().get(name);
                return action == null ? List.of() : List.of(action);
            }
            Wildcard wildcard = Wildcard.of(name);
            return vendor.actions().entrySet().stream()
                    .filter(e -> wildcard.matches(e.getKey()))
                    .map(Map.Entry::getValue)
                    .toList();
        }

        private void resources(List<String> resources, List<String> patterns) {
            List<ActionTable.Action> actions = new ArrayList<>();
            for (String pattern : patterns) {
                int colon = pattern.indexOf(':');
                ActionTable.Vendor vendor = colon < 0 ? null : table.vendor(pattern.substring(0, colon));
                if (vendor == null) {
                    return;
                }
                actions.addAll(matching(pattern, vendor));
            }
            for (String resource : resources) {
                if (!resource.equals("*") && !actions.isEmpty() && !fitsAny(resource, actions)) {
                    found(Kind.RESOURCE_FITS_NO_ACTION, resource, null);
                }
            }
        }

        private boolean fitsAny(String resource, List<ActionTable.Action> actions) {
            if (resource.length() > MAX_RESOURCE) {
                return true;
            }
            String pattern = Glob.withoutVariables(resource);
            for (ActionTable.Action action : actions) {
                for (ActionTable.ResourceType type : table.types(action)) {
                    for (String known : type.patterns()) {
                        if (comparisons-- <= 0 || Glob.meet(pattern, known)) {
                            return true;
                        }
                    }
                }
            }
            return false;
        }

        /// Keys of `aws:` and of identity providers stand in no service's table.
        private void key(String key) {
            int colon = key.indexOf(':');
            String prefix = colon < 0 ? "aws" : key.substring(0, colon);
            ActionTable.Vendor vendor = prefix.equalsIgnoreCase("aws") ? null : table.vendor(prefix);
            if (vendor == null || vendor.keys().isEmpty()) {
                return;
            }
            String name = key.toLowerCase(Locale.ROOT);
            for (String known : vendor.keys().keySet()) {
                if (known.equals(name)
                        || (varies(known) && name.startsWith(known.substring(0, known.indexOf('/') + 1)))) {
                    return;
                }
            }
            found(Kind.UNKNOWN_CONDITION_KEY, key, nearest(name, vendor.keys().keySet()));
        }

        /// Ends with something that is different in each policy: `s3:RequestObjectTag/<key>`.
        private static boolean varies(String key) {
            return key.indexOf('/') > 0 && (key.contains("${") || key.contains("<"));
        }

        private @Nullable String nearest(String name, Iterable<String> candidates) {
            if (name.length() > MAX_NAME) {
                return null;
            }
            String lower = name.toLowerCase(Locale.ROOT);
            int best = Math.max(1, name.length() / 3) + 1;
            String nearest = null;
            for (String candidate : candidates) {
                if (comparisons-- <= 0) {
                    break;
                }
                int distance = distance(lower, candidate.toLowerCase(Locale.ROOT), best);
                if (distance < best) {
                    best = distance;
                    nearest = candidate;
                }
            }
            return nearest;
        }
    }

    /// How many letters have to be put in, taken out or replaced; `limit` when it is that or more.
    static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
                least = Math.min(least, row[j]);
            }
            if (least >= limit) {
                return limit;
            }
        }
        return Math.min(row[b.length()], limit);
    }
}
