package dev.virga.kernel;

import dev.virga.wire.AwsException;
import java.util.function.Function;

/// Whom the policies of resources mean. As in AWS a policy names a user or role by ARN when it is
/// stored and means the one there was then: who is made again under the name of one that was
/// deleted does not get in. A service that stores policies keeps what [#keep] makes of them, hands
/// that to the authorizer, and shows what [#shown] makes of it. IAM implements it. Any thread.
public interface PolicyPrincipals {
    /// Takes policies as they are: principals are compared by ARN.
    PolicyPrincipals BY_NAME = new PolicyPrincipals() {
        @Override
        public String keep(String document, String account, Function<String, AwsException> unknown) {
            return document;
        }

        @Override
        public String shown(String kept) {
            return kept;
        }
    };

    /// @param document that was accepted as a policy
    /// @param account that stores it; nobody else's users and roles have to be known
    /// @param unknown what to throw for a principal that does not exist, by the name in the policy
    String keep(String document, String account, Function<String, AwsException> unknown);

    /// The policy with ARNs, but for principals that are gone: they are shown as `AIDA…` or
    /// `AROA…`.
    String shown(String kept);
}
