package dev.virga.kernel;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;

/// A caller as part of a row or of a token: a kind, then its fields in order. Numbers of kinds are
/// never used again for another.
public final class CallerRow {
    private static final int ROOT = 1;
    private static final int USER = 2;
    private static final int SESSION = 3;
    private static final int SERVICE = 4;
    private static final int ANONYMOUS = 5;

    private CallerRow() {}

    public static RowWriter write(RowWriter row, Caller caller) {
        return switch (caller) {
            case Caller.Root root -> row.varint(ROOT).string(root.account());
            case Caller.User user ->
                row.varint(USER)
                        .string(user.account())
                        .string(user.path())
                        .string(user.name())
                        .string(user.userId());
            case Caller.Session session ->
                row.varint(SESSION)
                        .string(session.account())
                        .string(session.rolePath())
                        .string(session.roleName())
                        .string(session.roleId())
                        .string(session.sessionName())
                        .nullableString(session.sessionPolicy())
                        .map(session.tags());
            case Caller.Service service ->
                row.varint(SERVICE)
                        .string(service.account())
                        .string(service.service())
                        .nullableString(service.sourceArn());
            case Caller.Anonymous anonymous -> row.varint(ANONYMOUS);
        };
    }

    public static Caller read(RowReader row) {
        long kind = row.varint();
        return switch ((int) kind) {
            case ROOT -> new Caller.Root(row.string());
            case USER -> new Caller.User(row.string(), row.string(), row.string(), row.string());
            case SESSION ->
                new Caller.Session(
                        row.string(),
                        row.string(),
                        row.string(),
                        row.string(),
                        row.string(),
                        row.nullableString(),
                        row.map());
            case SERVICE -> new Caller.Service(row.string(), row.string(), row.nullableString());
            case ANONYMOUS -> new Caller.Anonymous();
            default -> throw new IllegalStateException("a row names a caller of kind " + kind);
        };
    }
}
