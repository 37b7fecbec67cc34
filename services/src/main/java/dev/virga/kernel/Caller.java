package dev.virga.kernel;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who makes a call, as the signature proved it.
public sealed interface Caller {
    /// What temporary credentials carry besides the name of whom they stand for.
    ///
    /// @param issued `aws:TokenIssueTime`
    /// @param mfa when a device's code was given, or null: `aws:MultiFactorAuthPresent`
    /// @param sourceIdentity `aws:SourceIdentity`, or null; it stays through a chain of roles
    /// @param provider `aws:FederatedProvider`, or null
    /// @param transitiveTags keys of the session tags that the next role of a chain gets as well
    /// @param keys other condition keys of every request, e.g. `lambda:SourceFunctionArn`
    record Token(
            Instant issued,
            @Nullable Instant mfa,
            @Nullable String sourceIdentity,
            @Nullable String provider,
            Set<String> transitiveTags,
            Map<String, List<String>> keys) {
        public static Token at(Instant issued) {
            return new Token(issued, null, null, null, Set.of(), Map.of());
        }
    }

    /// Twelve digits.
    String account();

    /// Null when the caller has no temporary credentials.
    default @Nullable Token token() {
        return null;
    }

    /// Tags of the session itself, which win over those of the user or role.
    default Map<String, String> sessionTags() {
        return Map.of();
    }

    /// As `GetCallerIdentity` and error messages show it.
    String arn();

    /// As `GetCallerIdentity` shows it and `aws:userid` holds it.
    String userId();

    /// The account itself: everything is allowed that no resource policy denies.
    record Root(String account, @Nullable Token token) implements Caller {
        public Root(String account) {
            this(account, null);
        }

        @Override
        public String arn() {
            return "arn:aws:iam::" + account + ":root";
        }

        @Override
        public String userId() {
            return account;
        }
    }

    /// @param path starts and ends with `/`
    /// @param userId `AIDA…`
    record User(
            String account,
            String path,
            String name,
            String userId,
            @Nullable Token token) implements Caller {
        public User(String account, String path, String name, String userId) {
            this(account, path, name, userId, null);
        }

        @Override
        public String arn() {
            return "arn:aws:iam::" + account + ":user" + path + name;
        }
    }

    /// Temporary credentials of a role.
    ///
    /// @param rolePath starts and ends with `/`
    /// @param roleId `AROA…`
    /// @param sessionPolicy JSON that narrows what the role may do, or null
    /// @param tags session tags, `aws:PrincipalTag/…`
    record Session(
            String account,
            String rolePath,
            String roleName,
            String roleId,
            String sessionName,
            @Nullable String sessionPolicy,
            Map<String, String> tags,
            @Nullable Token token)
            implements Caller {
        public Session(
                String account,
                String rolePath,
                String roleName,
                String roleId,
                String sessionName,
                @Nullable String sessionPolicy,
                Map<String, String> tags) {
            this(account, rolePath, roleName, roleId, sessionName, sessionPolicy, tags, null);
        }

        @Override
        public Map<String, String> sessionTags() {
            return tags;
        }

        @Override
        public String arn() {
            return "arn:aws:sts::" + account + ":assumed-role/" + roleName + "/" + sessionName;
        }

        @Override
        public String userId() {
            return roleId + ":" + sessionName;
        }

        public String roleArn() {
            return "arn:aws:iam::" + account + ":role" + rolePath + roleName;
        }
    }

    /// Somebody for whom a user or the root took temporary credentials (`GetFederationToken`): may
    /// do what both the one who took them and the session policy allow.
    ///
    /// @param name given by the one who took them
    /// @param issuer a [User] or [Root]
    /// @param tags session tags, `aws:PrincipalTag/…`
    record FederatedUser(
            String name,
            Caller issuer,
            String sessionPolicy,
            Map<String, String> tags,
            @Nullable Token token) implements Caller {
        @Override
        public String account() {
            return issuer.account();
        }

        @Override
        public Map<String, String> sessionTags() {
            return tags;
        }

        @Override
        public String arn() {
            return "arn:aws:sts::" + account() + ":federated-user/" + name;
        }

        @Override
        public String userId() {
            return account() + ":" + name;
        }
    }

    /// Whom an identity provider's token names, before a role is assumed for them. Only the role's
    /// trust policy can allow it.
    ///
    /// @param account where the provider is registered
    /// @param provider ARN, or the name of a provider that every account knows
    /// @param subject the provider's name for the person or machine
    record WebIdentity(String account, String provider, String subject) implements Caller {
        @Override
        public String arn() {
            return provider;
        }

        @Override
        public String userId() {
            return provider + ":" + subject;
        }
    }

    /// A part of the cloud that acts by itself, e.g. API Gateway invoking a function. It may do
    /// only what a resource policy or a role's trust policy grants it.
    ///
    /// @param account on whose behalf
    /// @param service e.g. `apigateway.amazonaws.com`
    /// @param sourceArn the resource that made it act, `aws:SourceArn`
    record Service(String account, String service, @Nullable String sourceArn) implements Caller {
        @Override
        public String arn() {
            return service;
        }

        @Override
        public String userId() {
            return service;
        }
    }

    /// Nobody signed. Only resource policies can allow something.
    record Anonymous() implements Caller {
        @Override
        public String account() {
            return "anonymous";
        }

        @Override
        public String arn() {
            return "anonymous";
        }

        @Override
        public String userId() {
            return "anonymous";
        }
    }
}
