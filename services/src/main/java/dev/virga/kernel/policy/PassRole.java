package dev.virga.kernel.policy;

import dev.virga.kernel.Access;
import java.util.List;
import java.util.Map;

/// Permission to hand a role to a service, which every operation needs that takes a role's ARN for
/// later.
public final class PassRole {
    private PassRole() {}

    /// @param service e.g. `lambda.amazonaws.com`
    public static Access access(String roleArn, String service) {
        return Access.to("iam:PassRole", roleArn).withConditions(Map.of("iam:PassedToService", List.of(service)));
    }
}
