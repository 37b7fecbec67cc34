package dev.virga.kernel.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The users, roles and accounts that a policy's `Principal` and `NotPrincipal` name, as text. A
/// policy means those that there were when it was written: whoever stores one keeps their unique
/// ids beside it and shows the id in place of the ARN when the ARN is somebody else's by now.
public final class PrincipalNames {
    private PrincipalNames() {}

    /// @param document one that was accepted
    public static List<String> of(String document) {
        return found(document).stream().map(PolicyJson.Text::value).toList();
    }

    /// The document with other names, and not a character different otherwise.
    public static String replace(String document, UnaryOperator<String> name) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (PolicyJson.Text old : found(document)) {
            String other = name.apply(old.value());
            if (!other.equals(old.value())) {
                text.append(document, at, old.from()).append('"').append(other).append('"');
                at = old.to();
            }
        }
        return text.append(document, at, document.length()).toString();
    }

    /// In the order of the text.
    private static List<PolicyJson.Text> found(String document) {
        List<PolicyJson.Text> all = new ArrayList<>();
        if (PolicyJson.read(document) instanceof PolicyJson.Fields top) {
            for (PolicyJson.Node node : items(top.values().get("Statement"))) {
                if (node instanceof PolicyJson.Fields statement) {
                    statement.values().forEach((element, value) -> {
                        if (element.equals("Principal") || element.equals("NotPrincipal")) {
                            add(value, all);
                        }
                    });
                }
            }
        }
        return all;
    }

    private static void add(PolicyJson.Node principal, List<PolicyJson.Text> all) {
        if (principal instanceof PolicyJson.Fields types) {
            for (Map.Entry<String, PolicyJson.Node> type : types.values().entrySet()) {
                if (type.getKey().equals("AWS")) {
                    items(type.getValue()).forEach(item -> {
                        if (item instanceof PolicyJson.Text text) {
                            all.add(text);
                        }
                    });
                }
            }
        }
    }

    private static List<PolicyJson.Node> items(PolicyJson.@Nullable Node node) {
        return node == null ? List.of() : node instanceof PolicyJson.Items items ? items.values() : List.of(node);
    }
}
