package dev.virga.kernel;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A caller as part of a row or of a token: a kind, then its fields in order. Of temporary
/// credentials first the facts about them, under a number of their own. Numbers of kinds are never
/// used again for another.
public final class CallerRow {
    private static final int ROOT = 1;
    private static final int USER = 2;
    private static final int SESSION = 3;
    private static final int SERVICE = 4;
    private static final int ANONYMOUS = 5;
    private static final int FEDERATED_USER = 6;
    private static final int WEB_IDENTITY = 7;
    private static final int TEMPORARY = 8;

    private CallerRow() {}

    public static RowWriter write(RowWriter row, Caller caller) {
        Caller.Token token = caller.token();
        if (token != null) {
            writeToken(row.varint(TEMPORARY), token);
        }
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
            case Caller.FederatedUser user ->
                write(row.varint(FEDERATED_USER), user.issuer())
                        .string(user.name())
                        .string(user.sessionPolicy())
                        .map(user.tags());
            case Caller.WebIdentity identity ->
                row.varint(WEB_IDENTITY)
                        .string(identity.account())
                        .string(identity.provider())
                        .string(identity.subject());
        };
    }

    private static void writeToken(RowWriter row, Caller.Token token) {
        Instant mfa = token.mfa();
        row.varint(token.issued().toEpochMilli())
                .varint(mfa == null ? 0 : mfa.toEpochMilli())
                .nullableString(token.sourceIdentity())
                .nullableString(token.provider())
                .list(List.copyOf(token.transitiveTags()), RowWriter::string)
                .varint(token.keys().size());
        token.keys().forEach((key, values) -> row.string(key).list(values, RowWriter::string));
    }

    private static Caller.Token readToken(RowReader row) {
        Instant issued = Instant.ofEpochMilli(row.varint());
        long mfa = row.varint();
        String sourceIdentity = row.nullableString();
        String provider = row.nullableString();
        Set<String> transitive = Set.copyOf(row.list(RowReader::string));
        long count = row.varint();
        Map<String, List<String>> keys = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            String key = row.string();
            keys.put(key, new ArrayList<>(row.list(RowReader::string)));
        }
        return new Caller.Token(
                issued, mfa == 0 ? null : Instant.ofEpochMilli(mfa), sourceIdentity, provider, transitive, keys);
    }

    public static Caller read(RowReader row) {
        int kind = (int) row.varint();
        if (kind != TEMPORARY) {
            return read(row, kind, null);
        }
        Caller.Token token = readToken(row);
        return read(row, (int) row.varint(), token);
    }

    private static Caller read(RowReader row, int kind, Caller.@Nullable Token token) {
        return switch (kind) {
            case ROOT -> new Caller.Root(row.string(), token);
            case USER -> new Caller.User(row.string(), row.string(), row.string(), row.string(), token);
            case SESSION ->
                new Caller.Session(
                        row.string(),
                        row.string(),
                        row.string(),
                        row.string(),
                        row.string(),
                        row.nullableString(),
                        row.map(),
                        token);
            case SERVICE -> new Caller.Service(row.string(), row.string(), row.nullableString());
            case ANONYMOUS -> new Caller.Anonymous();
            case FEDERATED_USER -> {
                Caller issuer = read(row);
                yield new Caller.FederatedUser(row.string(), issuer, row.string(), row.map(), token);
            }
            case WEB_IDENTITY -> new Caller.WebIdentity(row.string(), row.string(), row.string());
            default -> throw new IllegalStateException("a row names a caller of kind " + kind);
        };
    }
}
