package dev.virga.services.iam;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A virtual MFA device: a seed that an application on a telephone holds as well.
///
/// @param user name, or null while it belongs to nobody
/// @param enabled when it was given to the user, or null
/// @param lastStep the time step of the code that was used last, so that none is used twice
/// @param drift time steps by which the device's clock is off
record MfaDevice(
        String account,
        String path,
        String name,
        byte[] seed,
        @Nullable String user,
        @Nullable Instant enabled,
        long lastStep,
        int drift,
        Map<String, String> tags) {
    static final String KIND = "mfa";

    String serial() {
        return Arns.of(account, KIND, path, name);
    }

    MfaDevice of(@Nullable String owner, @Nullable Instant when, long step, int itsDrift) {
        return new MfaDevice(account, path, name, seed, owner, when, step, itsDrift, tags);
    }

    MfaDevice withTags(Map<String, String> others) {
        return new MfaDevice(account, path, name, seed, user, enabled, lastStep, drift, others);
    }

    dev.virga.api.iam.MFADevice shape() {
        return dev.virga.api.iam.MFADevice.builder()
                .userName(user)
                .serialNumber(serial())
                .enableDate(enabled)
                .build();
    }
}
