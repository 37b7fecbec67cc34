package dev.virga.services.iam;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.time.Instant;

/// Row: path, name, id, creation, grants.
final class GroupTable extends EntityTable<Group> {
    GroupTable(Store store, Epoch epoch) {
        super(store, epoch, Group.KIND, Quotas.GROUPS);
    }

    @Override
    String name(Group group) {
        return group.name();
    }

    @Override
    void write(Group group, RowWriter row) {
        row.string(group.path())
                .string(group.name())
                .string(group.id())
                .varint(group.created().toEpochMilli());
        group.grants().write(row);
    }

    @Override
    Group read(String account, RowReader row) {
        return new Group(
                account,
                row.string(),
                row.string(),
                row.string(),
                Instant.ofEpochMilli(row.varint()),
                Grants.read(row));
    }
}
