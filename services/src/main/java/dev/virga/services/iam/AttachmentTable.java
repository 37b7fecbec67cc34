package dev.virga.services.iam;

import dev.virga.store.KeyBuilder;
import dev.virga.store.KeyReader;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Who uses a managed policy, and who is in a group: the other direction of what users, groups and
/// roles hold.
///
///     domain  iam/account/aws-global
///     key     "use" + policy ARN, or "group:", "role:" or "user:" and lower-case name + kind of use
///     + lower-case name
///     value   format 1 + name
final class AttachmentTable {
    /// Kinds of use.
    static final String USER = "user";

    static final String GROUP = "group";
    static final String ROLE = "role";
    static final String USER_BOUNDARY = "user-boundary";
    static final String ROLE_BOUNDARY = "role-boundary";
    static final String MEMBER = "member";
    static final String PROFILE = "profile";
    static final String DEVICE = "device";

    private static final String PREFIX = "use";
    private static final int FORMAT = 1;
    private static final int SCAN_ROWS = 500;
    private static final int SCAN_BYTES = 1 << 20;

    /// @param kind of use
    record Use(String kind, String name) {
        boolean boundary() {
            return isBoundary(kind);
        }

        /// What lists of uses are ordered by.
        String order() {
            return kind + "/" + EntityTable.lower(name);
        }
    }

    private final Store store;

    AttachmentTable(Store store) {
        this.store = store;
    }

    static boolean isBoundary(String kind) {
        return kind.equals(USER_BOUNDARY) || kind.equals(ROLE_BOUNDARY);
    }

    /// What stands for a group where a policy's ARN stands otherwise.
    static String members(String group) {
        return "group:" + EntityTable.lower(group);
    }

    /// What stands for a role that instance profiles have.
    static String profiles(String role) {
        return "role:" + EntityTable.lower(role);
    }

    /// What stands for a user who has MFA devices and other things of their own.
    static String owned(String user) {
        return "user:" + EntityTable.lower(user);
    }

    Store.Write put(String account, String used, String kind, String name) {
        return new Store.Put(
                key(account, used, kind, name),
                new RowWriter(FORMAT).string(name).toBytes());
    }

    Store.Write delete(String account, String used, String kind, String name) {
        return new Store.Delete(key(account, used, kind, name));
    }

    private static Store.Key key(String account, String used, String kind, String name) {
        return prefix(used).string(kind).string(EntityTable.lower(name)).toKey(EntityTable.domain(account));
    }

    private static KeyBuilder prefix(String used) {
        return new KeyBuilder().string(PREFIX).string(used);
    }

    /// All uses, in the order of kinds and names. As many as there may be users, groups and roles.
    List<Use> uses(String account, String used) {
        byte[] from = prefix(used).toBytes();
        List<Use> uses = new ArrayList<>();
        scan(account, from, KeyBuilder.prefixEnd(from), (of, use) -> uses.add(use));
        return uses;
    }

    /// Those of one kind, in the order of names.
    List<Use> uses(String account, String used, String kind) {
        byte[] from = prefix(used).string(kind).toBytes();
        List<Use> uses = new ArrayList<>();
        scan(account, from, KeyBuilder.prefixEnd(from), (of, use) -> uses.add(use));
        return uses;
    }

    /// Uses of the policies that AWS manages, by their ARNs.
    Map<String, List<Use>> awsUses(String account) {
        Map<String, List<Use>> uses = new HashMap<>();
        byte[] from = prefix(AwsManagedPolicies.ARN_PREFIX).toBytes();
        byte[] to = prefix(AwsManagedPolicies.AFTER_ARNS).toBytes();
        scan(account, from, to, (arn, use) -> uses.computeIfAbsent(arn, a -> new ArrayList<>())
                .add(use));
        return uses;
    }

    private void scan(String account, byte[] first, byte @Nullable [] to, BiConsumer<String, Use> each) {
        byte[] from = first;
        while (true) {
            List<Store.Row> rows = store.scan(EntityTable.domain(account), from, to, false, SCAN_ROWS, SCAN_BYTES);
            if (rows.isEmpty()) {
                return;
            }
            for (Store.Row row : rows) {
                KeyReader key = new KeyReader(row.key().bytes());
                key.string();
                String used = key.string();
                String kind = key.string();
                each.accept(
                        used,
                        new Use(kind, new RowReader(row.value()).upTo(FORMAT).string()));
            }
            from = KeyBuilder.after(rows.getLast().key().bytes());
        }
    }
}
