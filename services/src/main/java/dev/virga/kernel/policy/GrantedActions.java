package dev.virga.kernel.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which services and actions a policy's allowing statements name. Resources, conditions and
/// denials are not looked at: this says what could be used, not what is allowed.
///
/// Any thread may call it.
public final class GrantedActions {
    private static final String ALL = "*";

    private final ActionTable table;

    public GrantedActions(ActionTable table) {
        this.table = table;
    }

    /// Prefixes of the services of which at least one action is granted.
    public SortedSet<String> services(PolicyDocument document) {
        SortedSet<String> candidates = new TreeSet<>();
        for (Statement statement : document.statements()) {
            if (!statement.allow()) {
                continue;
            }
            for (String pattern : statement.actionNames()) {
                String vendor = vendor(pattern);
                if (statement.notAction() || vendor.equals(ALL)) {
                    candidates.addAll(table.prefixes());
                } else if (table.prefixes().contains(vendor)) {
                    candidates.add(vendor);
                }
            }
        }
        candidates.removeIf(service -> !grants(document, service));
        return candidates;
    }

    /// @param service prefix of its actions, e.g. `dynamodb`
    public boolean grants(PolicyDocument document, String service) {
        for (Statement statement : document.statements()) {
            if (statement.allow() && grants(statement, service)) {
                return true;
            }
        }
        return false;
    }

    /// The actions of a service that are granted, without its prefix, in the table's order.
    public List<String> of(PolicyDocument document, String service) {
        ActionTable.Vendor vendor = table.vendor(service);
        List<String> names = new ArrayList<>();
        if (vendor != null) {
            for (ActionTable.Action action : vendor.actions().values()) {
                String name = lower(service + ":" + action.name());
                if (document.statements().stream().anyMatch(s -> s.allow() && named(s, name))) {
                    names.add(action.name());
                }
            }
        }
        return names;
    }

    /// Reads the service's actions only when the patterns alone do not tell.
    private boolean grants(Statement statement, String service) {
        boolean concerned = false;
        for (String pattern : statement.actionNames()) {
            String vendor = vendor(pattern);
            if (vendor.equals(ALL) || vendor.equals(service)) {
                concerned = true;
                if (pattern.equals(ALL) || pattern.endsWith(":" + ALL)) {
                    return !statement.notAction();
                }
            }
        }
        if (!concerned) {
            return statement.notAction();
        }
        ActionTable.Vendor vendor = table.vendor(service);
        return vendor != null
                && vendor.actions().keySet().stream().anyMatch(action -> named(statement, service + ":" + action));
    }

    private static boolean named(Statement statement, String action) {
        return statement.actions().stream().anyMatch(pattern -> pattern.matches(action)) != statement.notAction();
    }

    private static String vendor(String pattern) {
        int colon = pattern.indexOf(':');
        return colon < 0 ? ALL : lower(pattern.substring(0, colon));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
