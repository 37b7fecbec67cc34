package dev.virga.kernel;

import dev.virga.wire.AuthErrors;
import dev.virga.wire.AwsException;
import dev.virga.wire.Op;
import java.util.Set;

/// What the temporary credentials of `GetSessionToken` and `GetFederationToken` do not open,
/// whatever policies say: IAM without MFA, and of STS all but two operations (one for federated
/// users). It holds as well when a service makes the call for them.
final class SessionLimits {
    private static final Set<String> OF_STS = Set.of("AssumeRole", "GetCallerIdentity");

    private SessionLimits() {}

    /// @throws AwsException as AWS refuses it
    static void check(Op<?, ?> op, Call call) {
        Caller.Token token = call.caller().token();
        if (token == null || call.caller() instanceof Caller.Session) {
            return;
        }
        switch (op.model().signingName()) {
            case "iam" -> {
                if (token.mfa() == null) {
                    throw AuthErrors.invalidToken(AuthErrors.Dialect.QUERY);
                }
            }
            case "sts" -> {
                boolean allowed = call.caller() instanceof Caller.FederatedUser
                        ? op.name().equals("GetCallerIdentity")
                        : OF_STS.contains(op.name());
                if (!allowed && !op.noAuth()) {
                    throw new AwsException(
                            "AccessDenied", 403, "Cannot call " + op.name() + " with session credentials");
                }
            }
            default -> {}
        }
    }
}
