package dev.virga.kernel;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who makes a call, as the signature proved it.
public sealed interface Caller {
    /// Twelve digits.
    String account();

    /// As `GetCallerIdentity` and error messages show it.
    String arn();

    /// As `GetCallerIdentity` shows it and `aws:userid` holds it.
    String userId();

    /// The account itself: everything is allowed that no resource policy denies.
    record Root(String account) implements Caller {
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
    record User(String account, String path, String name, String userId) implements Caller {
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
            Map<String, String> tags)
            implements Caller {
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
