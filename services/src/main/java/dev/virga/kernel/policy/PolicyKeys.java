package dev.virga.kernel.policy;

import java.util.Set;
import java.util.TreeSet;

/// The condition keys and variables that a policy asks about.
public final class PolicyKeys {
    private PolicyKeys() {}

    /// In the spelling of the document, without those that it has in another spelling as well.
    ///
    /// @throws dev.virga.wire.AwsException MalformedPolicyDocument when it is no JSON
    public static Set<String> of(String document) {
        if (document.length() > PolicyDocument.MAX_STORED_CHARS) {
            throw PolicyErrors.syntax();
        }
        Set<String> keys = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        collect(PolicyJson.read(document), false, keys);
        return keys;
    }

    /// As deep as [PolicyJson#MAX_DEPTH].
    private static void collect(PolicyJson.Node node, boolean operators, Set<String> keys) {
        switch (node) {
            case PolicyJson.Text text -> variables(text.value(), keys);
            case PolicyJson.Scalar scalar -> {}
            case PolicyJson.Items items -> items.values().forEach(item -> collect(item, false, keys));
            case PolicyJson.Fields fields ->
                fields.values().forEach((name, value) -> {
                    if (operators && value instanceof PolicyJson.Fields tests) {
                        keys.addAll(tests.values().keySet());
                    }
                    collect(value, name.equals("Condition"), keys);
                });
        }
    }

    private static void variables(String text, Set<String> keys) {
        int open = text.indexOf("${");
        while (open >= 0) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                return;
            }
            String name = text.substring(open + 2, close).split(",", 2)[0].trim();
            if (name.indexOf(':') > 0) {
                keys.add(name);
            }
            open = text.indexOf("${", close);
        }
    }
}
