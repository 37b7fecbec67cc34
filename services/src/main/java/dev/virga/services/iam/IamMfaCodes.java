package dev.virga.services.iam;

import dev.virga.kernel.Caller;
import dev.virga.kernel.MfaCodes;
import dev.virga.wire.AwsException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/// Codes of virtual devices, checked against their seeds.
final class IamMfaCodes implements MfaCodes {
    private final MfaTable devices;

    IamMfaCodes(MfaTable devices) {
        this.devices = devices;
    }

    @Override
    public boolean accepts(Caller caller, String serialNumber, String code, Instant now) {
        if (!(caller instanceof Caller.User user)) {
            return false;
        }
        MfaDevice device = devices.bySerial(user.account(), serialNumber);
        if (device == null) {
            return false;
        }
        AtomicBoolean accepted = new AtomicBoolean();
        try {
            devices.update(user.account(), device.name(), current -> {
                long step = user.name().equals(current.user()) ? Totp.accepted(current, code, now) : -1;
                accepted.set(step >= 0);
                return EntityTable.Change.to(
                        step < 0 ? current : current.of(current.user(), current.enabled(), step, current.drift()));
            });
        } catch (AwsException e) {
            return false;
        }
        return accepted.get();
    }
}
