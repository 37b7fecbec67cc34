package dev.virga.services.sts;

import dev.virga.kernel.Call;
import dev.virga.kernel.MfaCodes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The code of a device that a request for credentials brings. Policies are asked as if it were
/// right; before anything is given out it is checked, and used up.
final class Mfa {
    private final MfaCodes codes;

    Mfa(MfaCodes codes) {
        this.codes = codes;
    }

    static void addConditions(@Nullable String serialNumber, @Nullable String code, Map<String, List<String>> keys) {
        if (serialNumber != null && code != null) {
            keys.put("aws:MultiFactorAuthPresent", List.of("true"));
            keys.put("aws:MultiFactorAuthAge", List.of("0"));
        }
    }

    /// @return when the code was given, or null when there is none
    /// @throws dev.virga.wire.AwsException AccessDenied
    @Nullable
    Instant check(@Nullable String serialNumber, @Nullable String code, Call call) {
        if (serialNumber == null && code == null) {
            return null;
        }
        if (serialNumber == null || code == null) {
            throw StsErrors.accessDenied(
                    "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.");
        }
        if (!codes.accepts(call.caller(), serialNumber, code, call.time())) {
            throw StsErrors.accessDenied("MultiFactorAuthentication failed with invalid MFA one time pass code.");
        }
        return call.time();
    }
}
