package dev.virga.services.cloudformation;

import dev.virga.kernel.Caller;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is being done with a stack, and for whom; stays after it is done.
///
/// @param revision what the stack is now, 0 before its first deployment succeeded
/// @param target what it is to become
/// @param caller who asked for it; resources are made as this caller
/// @param endpoint how the client addressed the cloud
/// @param token ClientRequestToken, which events show
/// @param onFailure `ROLLBACK`, `DELETE` or `DO_NOTHING`
/// @param retain resources that a deletion leaves alone
/// @param imports exports of other stacks that the stack uses
record Work(
        long revision,
        long target,
        Caller caller,
        String endpoint,
        @Nullable String token,
        String onFailure,
        List<String> retain,
        List<String> imports) {
    Work withRevision(long now, List<String> using) {
        return new Work(now, target, caller, endpoint, token, onFailure, retain, using);
    }

    void write(RowWriter row) {
        row.varint(revision).varint(target);
        writeCaller(row, caller);
        row.string(endpoint)
                .nullableString(token)
                .string(onFailure)
                .list(retain, RowWriter::string)
                .list(imports, RowWriter::string);
    }

    static Work read(RowReader row) {
        return new Work(
                row.varint(),
                row.varint(),
                readCaller(row),
                row.string(),
                row.nullableString(),
                row.string(),
                row.list(RowReader::string),
                row.list(RowReader::string));
    }

    private static void writeCaller(RowWriter row, Caller caller) {
        switch (caller) {
            case Caller.Root root -> row.varint(1).string(root.account());
            case Caller.User user ->
                row.varint(2)
                        .string(user.account())
                        .string(user.path())
                        .string(user.name())
                        .string(user.userId());
            case Caller.Session session ->
                row.varint(3)
                        .string(session.account())
                        .string(session.rolePath())
                        .string(session.roleName())
                        .string(session.roleId())
                        .string(session.sessionName())
                        .nullableString(session.sessionPolicy())
                        .map(session.tags());
            case Caller.Service service ->
                row.varint(4)
                        .string(service.account())
                        .string(service.service())
                        .nullableString(service.sourceArn());
            case Caller.Anonymous anonymous -> row.varint(5);
        }
    }

    private static Caller readCaller(RowReader row) {
        long kind = row.varint();
        return switch ((int) kind) {
            case 1 -> new Caller.Root(row.string());
            case 2 -> new Caller.User(row.string(), row.string(), row.string(), row.string());
            case 3 ->
                new Caller.Session(
                        row.string(),
                        row.string(),
                        row.string(),
                        row.string(),
                        row.string(),
                        row.nullableString(),
                        row.map());
            case 4 -> new Caller.Service(row.string(), row.string(), row.nullableString());
            case 5 -> new Caller.Anonymous();
            default -> throw new IllegalStateException("a row names a caller of kind " + kind);
        };
    }
}
