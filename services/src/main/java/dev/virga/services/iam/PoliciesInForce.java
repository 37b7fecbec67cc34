package dev.virga.services.iam;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The policies that say what a user, group or role may: its own, and those of a user's groups.
final class PoliciesInForce {
    private PoliciesInForce() {}

    /// @param owner who has it
    /// @param arn null when it is inline
    record InForce(Entity<?> owner, String name, @Nullable String arn, String document) {}

    static List<InForce> of(Tables tables, Entity<?> entity) {
        List<InForce> all = new ArrayList<>();
        entity.grants().inline().forEach((name, document) -> all.add(new InForce(entity, name, null, document)));
        for (String arn : entity.grants().attached()) {
            Policy policy = tables.managed.require(entity.account(), arn);
            all.add(new InForce(entity, policy.name(), arn, policy.document()));
        }
        if (entity instanceof User user) {
            for (String name : user.groups()) {
                EntityTable.Stored<Group> group = tables.groups.find(user.account(), name);
                if (group != null) {
                    all.addAll(of(tables, group.value()));
                }
            }
        }
        return all;
    }
}
