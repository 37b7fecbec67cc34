package dev.virga.services.cloudformation;

import dev.virga.kernel.Caller;
import dev.virga.kernel.CallerRow;
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
        CallerRow.write(row, caller);
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
                CallerRow.read(row),
                row.string(),
                row.nullableString(),
                row.string(),
                row.list(RowReader::string),
                row.list(RowReader::string));
    }
}
