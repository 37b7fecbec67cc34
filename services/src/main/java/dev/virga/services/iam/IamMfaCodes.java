package dev.virga.services.iam;

import dev.virga.kernel.Caller;
import dev.virga.kernel.MfaCodes;
import dev.virga.wire.AwsException;
import java.time.Instant;

/// Codes of virtual devices, checked against their seeds.
final class IamMfaCodes implements MfaCodes {
    private final MfaTable devices;
    private final MfaGuesses guesses = new MfaGuesses();

    IamMfaCodes(MfaTable devices) {
        this.devices = devices;
    }

    @Override
    public boolean accepts(Caller caller, String serialNumber, String code, Instant now) {
        if (!(caller instanceof Caller.User user)) {
            return false;
        }
        MfaDevice device = devices.bySerial(user.account(), serialNumber);
        if (device == null || !user.name().equals(device.user()) || !guesses.take(serialNumber, now)) {
            return false;
        }
        if (Totp.accepted(device, code, now) < 0 || !use(device, user.name(), code, now)) {
            return false;
        }
        guesses.giveBack(serialNumber);
        return true;
    }

    /// Durably, so that nobody uses it again; false when somebody did meanwhile.
    private boolean use(MfaDevice device, String user, String code, Instant now) {
        try {
            devices.update(device.account(), device.name(), current -> {
                long step = user.equals(current.user()) ? Totp.accepted(current, code, now) : -1;
                if (step < 0) {
                    throw IamErrors.invalidCode();
                }
                return EntityTable.Change.to(current.of(user, current.enabled(), step, current.drift()));
            });
            return true;
        } catch (AwsException e) {
            return false;
        }
    }
}
