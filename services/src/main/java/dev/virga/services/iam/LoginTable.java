package dev.virga.services.iam;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import java.time.Instant;

/// Login profiles by the names of their users. Row: user, creation, change, whether a reset is
/// required, hashes.
final class LoginTable extends EntityTable<Login> {
    static final String KIND = "login";

    LoginTable(Store store, Epoch epoch) {
        super(store, epoch, KIND, Quotas.USERS);
    }

    @Override
    String name(Login login) {
        return login.user();
    }

    @Override
    AwsException missing(String name) {
        return IamErrors.gone("Login Profile for User " + name + " cannot be found.");
    }

    @Override
    void write(Login login, RowWriter row) {
        row.string(login.user())
                .varint(login.created().toEpochMilli())
                .varint(login.changed().toEpochMilli())
                .bool(login.resetRequired())
                .list(login.hashes(), RowWriter::string);
    }

    @Override
    Login read(String account, RowReader row) {
        return new Login(
                account,
                row.string(),
                Instant.ofEpochMilli(row.varint()),
                Instant.ofEpochMilli(row.varint()),
                row.bool(),
                row.list(RowReader::string));
    }
}
