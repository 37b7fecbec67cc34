package dev.virga.services.iam;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.time.Instant;

/// Customer managed policies. Row: path, name, id, creation, update, description, tags, versions,
/// default version, number of the last version, uses as policy, uses as boundary.
final class PolicyTable extends EntityTable<Policy> {
    PolicyTable(Store store, Epoch epoch) {
        super(store, epoch, Policy.KIND, Quotas.POLICIES);
    }

    @Override
    String name(Policy policy) {
        return policy.name();
    }

    @Override
    void write(Policy policy, RowWriter row) {
        row.string(policy.path())
                .string(policy.name())
                .string(policy.id())
                .varint(policy.created().toEpochMilli())
                .varint(policy.updated().toEpochMilli())
                .string(policy.description())
                .map(policy.tags())
                .list(policy.versions(), (out, version) -> out.string(version.id())
                        .varint(version.created().toEpochMilli())
                        .string(version.document()))
                .string(policy.defaultVersion())
                .varint(policy.lastVersion())
                .varint(policy.attachments())
                .varint(policy.boundaries());
    }

    @Override
    Policy read(String account, RowReader row) {
        return new Policy(
                account,
                row.string(),
                row.string(),
                row.string(),
                Instant.ofEpochMilli(row.varint()),
                Instant.ofEpochMilli(row.varint()),
                row.string(),
                row.map(),
                row.list(in -> new Policy.Version(in.string(), Instant.ofEpochMilli(in.varint()), in.string())),
                row.string(),
                (int) row.varint(),
                (int) row.varint(),
                (int) row.varint());
    }
}
