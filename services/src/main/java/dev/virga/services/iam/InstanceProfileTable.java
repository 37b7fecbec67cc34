package dev.virga.services.iam;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import java.time.Instant;

/// Row: path, name, id, creation, tags, name of the role.
final class InstanceProfileTable extends EntityTable<InstanceProfile> {
    InstanceProfileTable(Store store, Epoch epoch) {
        super(store, epoch, InstanceProfile.KIND, Quotas.INSTANCE_PROFILES);
    }

    @Override
    String name(InstanceProfile profile) {
        return profile.name();
    }

    @Override
    String quotaName() {
        return "InstanceProfilesPerAccount";
    }

    @Override
    AwsException missing(String name) {
        return IamErrors.gone("Instance Profile " + name + " cannot be found.");
    }

    @Override
    void write(InstanceProfile profile, RowWriter row) {
        row.string(profile.path())
                .string(profile.name())
                .string(profile.id())
                .varint(profile.created().toEpochMilli())
                .map(profile.tags())
                .nullableString(profile.role());
    }

    @Override
    InstanceProfile read(String account, RowReader row) {
        return new InstanceProfile(
                account,
                row.string(),
                row.string(),
                row.string(),
                Instant.ofEpochMilli(row.varint()),
                row.map(),
                row.nullableString());
    }
}
