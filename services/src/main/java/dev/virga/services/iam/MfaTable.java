package dev.virga.services.iam;

import dev.virga.kernel.crypto.Seal;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Row: path, name, seed, user, time of enabling or 0, last step, drift plus [#DRIFT_ZERO], tags.
/// Seeds are as secret as access keys, and sealed like them.
final class MfaTable extends EntityTable<MfaDevice> {
    private static final int DRIFT_ZERO = 1000;

    private static final String SEED_OF = "seed of ";

    private final Seal seal;

    MfaTable(Store store, Epoch epoch, Seal seal) {
        super(store, epoch, MfaDevice.KIND, Quotas.USERS * Quotas.MFA_DEVICES_PER_USER);
        this.seal = seal;
    }

    @Override
    String name(MfaDevice device) {
        return device.name();
    }

    @Override
    String quotaName() {
        return "MFADevicesPerAccount";
    }

    @Override
    void write(MfaDevice device, RowWriter row) {
        Instant enabled = device.enabled();
        row.string(device.path())
                .string(device.name())
                .bytes(seal.seal(device.seed(), SEED_OF + device.account() + "/" + device.name()))
                .nullableString(device.user())
                .varint(enabled == null ? 0 : enabled.toEpochMilli())
                .varint(device.lastStep())
                .varint(device.drift() + DRIFT_ZERO)
                .map(device.tags());
    }

    @Override
    MfaDevice read(String account, RowReader row) {
        String path = row.string();
        String name = row.string();
        byte[] seed = seal.open(row.bytes(), SEED_OF + account + "/" + name);
        String user = row.nullableString();
        long enabled = row.varint();
        return new MfaDevice(
                account,
                path,
                name,
                seed,
                user,
                enabled == 0 ? null : Instant.ofEpochMilli(enabled),
                row.varint(),
                (int) row.varint() - DRIFT_ZERO,
                row.map());
    }

    @Override
    AwsException missing(String name) {
        return IamErrors.noSuchDevice(name);
    }

    /// The name of the device with this serial number, an ARN.
    ///
    /// @throws dev.virga.wire.AwsException NoSuchEntity
    String name(String account, String serial) {
        MfaDevice device = bySerial(account, serial);
        if (device == null) {
            throw IamErrors.noSuchDevice(serial);
        }
        return device.name();
    }

    @Nullable
    MfaDevice bySerial(String account, String serial) {
        String name = serial.substring(serial.lastIndexOf('/') + 1);
        Stored<MfaDevice> stored = name.isEmpty() ? null : find(account, name);
        return stored == null || !stored.value().serial().equals(serial) ? null : stored.value();
    }
}
