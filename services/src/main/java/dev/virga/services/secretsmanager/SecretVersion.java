package dev.virga.services.secretsmanager;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One version of a secret, without its value.
///
/// @param id the ClientRequestToken that made it
/// @param accessedDay last day on which it was read, in days since 1970, or null
/// @param keyId KMS key of its value, or null for `aws/secretsmanager`
/// @param filled whether it has a value; that of a rotation has none until its function puts one
record SecretVersion(
        String id,
        List<String> stages,
        long createdMillis,
        @Nullable Long accessedDay,
        @Nullable String keyId,
        boolean filled) {
    SecretVersion with(String stage) {
        if (stages.contains(stage)) {
            return this;
        }
        List<String> more = new ArrayList<>(stages);
        more.add(stage);
        return withStages(more);
    }

    SecretVersion without(String stage) {
        List<String> rest = new ArrayList<>(stages);
        rest.remove(stage);
        return withStages(rest);
    }

    private SecretVersion withStages(List<String> others) {
        return new SecretVersion(id, List.copyOf(others), createdMillis, accessedDay, keyId, filled);
    }

    SecretVersion accessed(long day) {
        return new SecretVersion(id, stages, createdMillis, day, keyId, filled);
    }

    SecretVersion filledWith(@Nullable String key) {
        return new SecretVersion(id, stages, createdMillis, accessedDay, key, true);
    }

    void write(RowWriter row) {
        row.string(id)
                .list(stages, RowWriter::string)
                .varint(createdMillis)
                .nullableVarint(accessedDay)
                .nullableString(keyId)
                .bool(filled);
    }

    static SecretVersion read(RowReader row) {
        return new SecretVersion(
                row.string(),
                row.list(RowReader::string),
                row.varint(),
                row.nullableVarint(),
                row.nullableString(),
                row.bool());
    }
}
