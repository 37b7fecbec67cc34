package dev.virga.wire;

import java.util.Map;

/// A request that was refused because of its signature, with the reason: what clients are told of
/// one and the same reason differs from service to service, and so cannot be counted.
public final class AuthFailure extends AwsException {
    /// Why.
    public enum Reason {
        UNSIGNED,
        UNKNOWN_KEY,
        INVALID_TOKEN,
        EXPIRED_TOKEN,
        WRONG_SIGNATURE,
        EXPIRED,
        CLOCK_SKEW,
        WRONG_SCOPE,
        HEADERS_NOT_SIGNED,
        WRONG_BODY,
        MALFORMED
    }

    private final Reason reason;
    private final Map<String, String> details;

    AuthFailure(Reason reason, AwsException told) {
        super(told.code(), told.status(), told.getMessage());
        this.reason = reason;
        this.details = told.details();
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public Map<String, String> details() {
        return details;
    }
}
