package dev.virga.kernel;

import java.time.Instant;

/// Knows the codes of MFA devices. IAM implements it; whoever opens sessions asks.
public interface MfaCodes {
    /// Whether the device is the caller's and shows this code now. A code is taken once: the call
    /// that accepts it uses it up, durably.
    ///
    /// @param serialNumber as the client gives it, an ARN
    boolean accepts(Caller caller, String serialNumber, String code, Instant now);
}
