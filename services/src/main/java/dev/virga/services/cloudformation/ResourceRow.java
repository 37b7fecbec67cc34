package dev.virga.services.cloudformation;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A resource of a stack as it is kept.
///
/// @param current what there is; while it is being changed in place, what it is to be
/// @param previous what there was before the deployment that is under way
/// @param name chosen for what is being made now, null when nothing is
/// @param revision that the resource was last brought to
/// @param dependsOn resources that must outlive it
record ResourceRow(
        String logicalId,
        String type,
        String status,
        @Nullable String reason,
        Instant time,
        @Nullable Made current,
        @Nullable Made previous,
        @Nullable String name,
        long revision,
        String deletionPolicy,
        String updateReplacePolicy,
        List<String> dependsOn) {
    private static final int FORMAT = 1;

    boolean complete() {
        return status.endsWith("_COMPLETE");
    }

    /// Whether a new resource has taken the place of the previous one.
    boolean replaced() {
        return previous != null && current != null && !previous.physicalId().equals(current.physicalId());
    }

    ResourceRow with(String newStatus, @Nullable String newReason, Instant now) {
        return new ResourceRow(
                logicalId,
                type,
                newStatus,
                newReason,
                now,
                current,
                previous,
                name,
                revision,
                deletionPolicy,
                updateReplacePolicy,
                dependsOn);
    }

    ResourceRow holding(@Nullable Made now, @Nullable Made before, @Nullable String making) {
        return new ResourceRow(
                logicalId,
                type,
                status,
                reason,
                time,
                now,
                before,
                making,
                revision,
                deletionPolicy,
                updateReplacePolicy,
                dependsOn);
    }

    ResourceRow at(long newRevision, Plan.Entry entry) {
        return new ResourceRow(
                logicalId,
                type,
                status,
                reason,
                time,
                current,
                previous,
                name,
                newRevision,
                entry.deletionPolicy(),
                entry.updateReplacePolicy(),
                List.copyOf(entry.dependsOn()));
    }

    String physicalId() {
        return current == null ? "" : current.physicalId();
    }

    byte[] toBytes() {
        RowWriter row = new RowWriter(FORMAT)
                .string(logicalId)
                .string(type)
                .string(status)
                .nullableString(reason)
                .varint(time.toEpochMilli());
        made(row, current);
        made(row, previous);
        return row.nullableString(name)
                .varint(revision)
                .string(deletionPolicy)
                .string(updateReplacePolicy)
                .list(dependsOn, RowWriter::string)
                .toBytes();
    }

    static ResourceRow fromBytes(byte[] bytes) {
        RowReader row = new RowReader(bytes).upTo(FORMAT);
        return new ResourceRow(
                row.string(),
                row.string(),
                row.string(),
                row.nullableString(),
                Instant.ofEpochMilli(row.varint()),
                made(row),
                made(row),
                row.nullableString(),
                row.varint(),
                row.string(),
                row.string(),
                row.list(RowReader::string));
    }

    private static void made(RowWriter row, @Nullable Made made) {
        row.bool(made != null);
        if (made != null) {
            row.string(made.physicalId())
                    .string(made.ref())
                    .string(Template.toJson(made.properties()))
                    .string(Template.toJson(made.attributes()));
        }
    }

    private static @Nullable Made made(RowReader row) {
        if (!row.bool()) {
            return null;
        }
        String physicalId = row.string();
        String ref = row.string();
        Map<String, @Nullable Object> properties = Template.fromJson(row.string());
        return new Made(physicalId, ref, properties, Template.fromJson(row.string()));
    }
}
