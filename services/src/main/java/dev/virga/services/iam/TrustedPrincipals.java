package dev.virga.services.iam;

import dev.virga.kernel.Arn;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.kernel.policy.KeptPrincipal;
import dev.virga.kernel.policy.PrincipalNames;
import dev.virga.wire.AwsException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Whom a trust policy means. IAM knows users and roles by their unique ids: one that is deleted
/// and made again under its name is not trusted any more, and the policy shows the id of the old
/// one.
///
/// The policies of resources, too: [PolicyPrincipals].
final class TrustedPrincipals implements PolicyPrincipals {
    private final UserTable users;
    private final RoleTable roles;

    TrustedPrincipals(UserTable users, RoleTable roles) {
        this.users = users;
        this.roles = roles;
    }

    @Override
    public String keep(String document, String account, Function<String, AwsException> unknown) {
        Map<String, String> ids = ids(account, document, unknown);
        return PrincipalNames.replace(document, name -> {
            String id = ids.get(name);
            return id == null ? name : new KeptPrincipal(id, name).toString();
        });
    }

    @Override
    public String shown(String kept) {
        if (!KeptPrincipal.mayBeIn(kept)) {
            return kept;
        }
        return PrincipalNames.replace(kept, name -> {
            KeptPrincipal principal = KeptPrincipal.parse(name);
            if (principal == null) {
                return name;
            }
            Arn arn = Arn.parse(principal.arn());
            return arn != null && principal.id().equals(id(arn)) ? principal.arn() : principal.id();
        });
    }

    /// Unique ids by ARNs. Of other accounts those that are here; theirs to know is not required.
    ///
    /// @throws dev.virga.wire.AwsException MalformedPolicyDocument when the account has nobody of
    ///     this name
    Map<String, String> ids(String account, String document) {
        return ids(account, document, IamErrors::invalidPrincipal);
    }

    private Map<String, String> ids(String account, String document, Function<String, AwsException> unknown) {
        Map<String, String> ids = new HashMap<>();
        for (String name : PrincipalNames.of(document)) {
            if (KeptPrincipal.parse(name) != null) {
                // Not for clients to write.
                throw unknown.apply(name);
            }
            Arn arn = Arn.parse(name);
            if (arn == null || !arn.service().equals("iam") || arn.resource().equals("root")) {
                continue;
            }
            String id = id(arn);
            if (id != null) {
                ids.put(name, id);
            } else if (arn.account().equals(account)) {
                throw unknown.apply(name);
            }
        }
        return ids;
    }

    /// The role with its trust policy as it is to be read today.
    Role shown(Role role) {
        if (role.trusted().isEmpty()) {
            return role;
        }
        String trust = PrincipalNames.replace(role.trust(), name -> {
            String then = role.trusted().get(name);
            Arn arn = Arn.parse(name);
            return then == null || arn == null || then.equals(id(arn)) ? name : then;
        });
        return role.withTrust(trust, role.trusted());
    }

    private @Nullable String id(Arn arn) {
        String name = arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
        EntityTable.Stored<? extends Entity<?>> stored =
                arn.resource().startsWith("user/") ? users.find(arn.account(), name) : roles.find(arn.account(), name);
        return stored == null || !stored.value().arn().equals(arn.toString())
                ? null
                : stored.value().id();
    }
}
