package dev.virga.services.iam;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.time.Instant;
import java.util.Map;

/// Row: path, name, id, creation, grants, trust policy, description, longest session, from format 2
/// on ids of whom the trust policy names.
final class RoleTable extends EntityTable<Role> {
    RoleTable(Store store, Epoch epoch) {
        super(store, epoch, Role.KIND, Quotas.ROLES);
    }

    @Override
    String name(Role role) {
        return role.name();
    }

    @Override
    void checkModifiable(Role role) {
        if (role.serviceLinked()) {
            throw IamErrors.protectedRole(role.name());
        }
    }

    @Override
    void write(Role role, RowWriter row) {
        row.string(role.path())
                .string(role.name())
                .string(role.id())
                .varint(role.created().toEpochMilli());
        role.grants().write(row);
        row.string(role.trust())
                .string(role.description())
                .varint(role.maxSessionSeconds())
                .map(role.trusted());
    }

    @Override
    Role read(String account, RowReader row) {
        return new Role(
                account,
                row.string(),
                row.string(),
                row.string(),
                Instant.ofEpochMilli(row.varint()),
                Grants.read(row),
                row.string(),
                row.string(),
                (int) row.varint(),
                row.more() ? row.map() : Map.of());
    }
}
