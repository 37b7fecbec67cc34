package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.DescribeChangeSetOutput;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.wire.Structs;

/// A change set as it is kept.
///
/// @param shown as DescribeChangeSet shows it
/// @param type `CREATE` or `UPDATE`
record ChangeSetRow(String uuid, DescribeChangeSetOutput shown, String type, Revision revision) {
    private static final int FORMAT = 1;

    ChangeSetRow executing(String executionStatus) {
        return new ChangeSetRow(
                uuid, shown.toBuilder().executionStatus(executionStatus).build(), type, revision);
    }

    byte[] toBytes() {
        return new RowWriter(FORMAT)
                .string(uuid)
                .bytes(Structs.toJson(shown, CloudformationOps.DescribeChangeSet.output()))
                .string(type)
                .bytes(revision.toBytes())
                .toBytes();
    }

    static ChangeSetRow fromBytes(byte[] bytes) {
        RowReader row = new RowReader(bytes).upTo(FORMAT);
        return new ChangeSetRow(
                row.string(),
                Structs.fromJson(row.bytes(), CloudformationOps.DescribeChangeSet.output()),
                row.string(),
                Revision.fromBytes(row.bytes()));
    }
}
