package dev.virga.services.iam;

import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.wire.AwsException;
import java.util.List;

/// Requests of other companies' products to act in an account for a while. AWS takes them from partners
/// that it knows; there are none here, and so no requests.
final class DelegationRequests {
    private DelegationRequests() {}

    static List<Access> access(String action, Call call, String id) {
        String arn = "arn:aws:iam::" + call.account() + ":delegation-request/" + id;
        return List.of(Access.to("iam:" + action, arn));
    }

    static AwsException noSuch(String id) {
        return IamErrors.gone("Delegation request " + id + " cannot be found.");
    }
}
