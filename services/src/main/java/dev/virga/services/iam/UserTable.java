package dev.virga.services.iam;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.time.Instant;

/// Row: path, name, id, creation, grants, names of groups, ids of access keys.
final class UserTable extends EntityTable<User> {
    UserTable(Store store, Epoch epoch) {
        super(store, epoch, User.KIND, Quotas.USERS);
    }

    @Override
    String name(User user) {
        return user.name();
    }

    @Override
    void write(User user, RowWriter row) {
        row.string(user.path())
                .string(user.name())
                .string(user.id())
                .varint(user.created().toEpochMilli());
        user.grants().write(row);
        row.list(user.groups(), RowWriter::string).list(user.accessKeys(), RowWriter::string);
    }

    @Override
    User read(String account, RowReader row) {
        return new User(
                account,
                row.string(),
                row.string(),
                row.string(),
                Instant.ofEpochMilli(row.varint()),
                Grants.read(row),
                row.list(RowReader::string),
                row.list(RowReader::string));
    }
}
