package dev.virga.kernel.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What AWS publishes about each service's actions: the resource types that they are for and the
/// condition keys that they know. One resource file a service, read when it is first asked for;
/// `tools/import-iam` writes them. A line is one of
///
///     resource  type    ARN with ${variables}  condition keys
///     key       name    type of its values
///     action    name    access level   resource types, * if required   condition keys   other
///     actions that it needs
///
/// with tabs between fields and spaces within them. Any thread may call it.
public final class ActionTable {
    /// @param level `Read`, `List`, `Write`, `Tagging` or `Permissions management`; some have two
    /// @param types resource types that a policy may name; empty when it has to say `*`
    /// @param required those of them that a policy has to name
    /// @param keys condition keys, e.g. `aws:RequestTag/${TagKey}`
    /// @param needs other actions that a caller must be allowed, e.g. `iam:PassRole`
    public record Action(
            String service,
            String name,
            String level,
            List<String> types,
            Set<String> required,
            List<String> keys,
            List<String> needs) {}

    /// @param arns one or more, e.g. `arn:${Partition}:sqs:${Region}:${Account}:${QueueName}`
    /// @param keys condition keys that any action on such a resource knows
    public record ResourceType(String name, List<String> arns, List<String> keys) {
        /// Whether an ARN, which is no pattern, can be of this type.
        public boolean fits(String text) {
            return patterns().stream().anyMatch(pattern -> Wildcard.of(pattern).matches(text));
        }

        /// The ARNs with a star for each variable.
        List<String> patterns() {
            return arns.stream().map(Glob::withoutVariables).toList();
        }
    }

    /// All of one service.
    ///
    /// @param actions by their names in lower case
    /// @param types by name
    /// @param keys types of values by the keys' names in lower case
    public record Vendor(
            String prefix, Map<String, Action> actions, Map<String, ResourceType> types, Map<String, String> keys) {}

    private final Map<String, Vendor> read = new ConcurrentHashMap<>();
    private @Nullable Set<String> prefixes;

    /// Prefixes of all services: `dynamodb`, `s3` …
    public Set<String> prefixes() {
        Set<String> known = prefixes;
        if (known == null) {
            known = text("services.txt").lines().collect(Collectors.toUnmodifiableSet());
            prefixes = known;
        }
        return known;
    }

    /// Null when AWS has no such service.
    public @Nullable Vendor vendor(String prefix) {
        String name = prefix.toLowerCase(Locale.ROOT);
        return prefixes().contains(name) ? read.computeIfAbsent(name, ActionTable::parse) : null;
    }

    /// @param action with its service, in any case: `dynamodb:PutItem`
    public @Nullable Action action(String action) {
        int colon = action.indexOf(':');
        Vendor vendor = colon < 0 ? null : vendor(action.substring(0, colon));
        return vendor == null
                ? null
                : vendor.actions().get(action.substring(colon + 1).toLowerCase(Locale.ROOT));
    }

    /// The resource types that an action is for.
    public List<ResourceType> types(Action action) {
        Vendor vendor = vendor(action.service());
        if (vendor == null) {
            return List.of();
        }
        // Both versions of API Gateway share its verbs; the table tells what those of the first are for.
        return vendor.prefix().equals("apigateway")
                ? List.copyOf(vendor.types().values())
                : action.types().stream()
                        .map(vendor.types()::get)
                        .filter(type -> type != null)
                        .toList();
    }

    private static Vendor parse(String prefix) {
        Map<String, Action> actions = new LinkedHashMap<>();
        Map<String, ResourceType> types = new HashMap<>();
        Map<String, String> keys = new HashMap<>();
        text("actions/" + prefix + ".txt").lines().forEach(line -> {
            String[] fields = line.split("\t", -1);
            switch (fields[0]) {
                case "resource" ->
                    types.put(fields[1], new ResourceType(fields[1], List.of(fields[2].split(", ")), words(fields[3])));
                case "key" -> keys.put(fields[1].toLowerCase(Locale.ROOT), fields[2]);
                case "action" -> actions.put(fields[1].toLowerCase(Locale.ROOT), action(prefix, fields));
                default -> throw new IllegalStateException("what is " + fields[0] + " of " + prefix);
            }
        });
        return new Vendor(prefix, actions, types, keys);
    }

    private static Action action(String prefix, String[] fields) {
        List<String> types = words(fields[3]);
        return new Action(
                prefix,
                fields[1],
                fields[2],
                types.stream().map(ActionTable::plain).toList(),
                types.stream()
                        .filter(t -> t.endsWith("*"))
                        .map(ActionTable::plain)
                        .collect(Collectors.toSet()),
                words(fields[4]),
                words(fields[5]));
    }

    private static String plain(String type) {
        return type.endsWith("*") ? type.substring(0, type.length() - 1) : type;
    }

    private static List<String> words(String field) {
        return field.isEmpty() ? List.of() : Stream.of(field.split(" ")).toList();
    }

    private static String text(String name) {
        try (InputStream in = ActionTable.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
