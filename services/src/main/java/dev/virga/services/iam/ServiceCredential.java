package dev.virga.services.iam;

import dev.virga.api.iam.ServiceNotSupportedException;
import dev.virga.api.iam.ServiceSpecificCredential;
import dev.virga.api.iam.ServiceSpecificCredentialMetadata;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A name and a password, or one long key, with which a user signs in to one service.
///
/// @param name of the pair, or the alias of the key
/// @param hash SHA-256 of the secret: it is random and long, so that nothing slower is needed
/// @param expires null when it never does
record ServiceCredential(
        String account,
        String user,
        String id,
        String service,
        String name,
        byte[] hash,
        boolean active,
        Instant created,
        @Nullable Instant expires)
        implements UserCredential<ServiceCredential> {
    static final String KIND = "service-credential";
    static final int PER_SERVICE = 2;

    /// Services that take a name and a password.
    static final Set<String> PASSWORDS = Set.of("codecommit.amazonaws.com", "cassandra.amazonaws.com");

    /// Services that take one key, which may end.
    static final Set<String> KEYS = Set.of("bedrock.amazonaws.com", "logs.amazonaws.com");

    /// @throws AwsException ServiceNotSupported
    static void checkService(String service) {
        if (!PASSWORDS.contains(service) && !KEYS.contains(service)) {
            throw new ServiceNotSupportedException(
                    "No such service " + service + " supports service specific credentials");
        }
    }

    @Override
    public ServiceCredential withUser(String other) {
        return new ServiceCredential(account, other, id, service, name, hash, active, created, expires);
    }

    @Override
    public ServiceCredential withActive(boolean now) {
        return new ServiceCredential(account, user, id, service, name, hash, now, created, expires);
    }

    ServiceCredential withHash(byte[] other) {
        return new ServiceCredential(account, user, id, service, name, other, active, created, expires);
    }

    private String status(Instant now) {
        return expires != null && !now.isBefore(expires) ? "Expired" : UserCredential.status(active);
    }

    private boolean isKey() {
        return KEYS.contains(service);
    }

    /// @param secret shown this once
    ServiceSpecificCredential shape(String secret, Instant now) {
        return ServiceSpecificCredential.builder()
                .createDate(created)
                .expirationDate(expires)
                .serviceName(service)
                .serviceUserName(isKey() ? null : name)
                .servicePassword(isKey() ? null : secret)
                .serviceCredentialAlias(isKey() ? name : null)
                .serviceCredentialSecret(isKey() ? secret : null)
                .serviceSpecificCredentialId(id)
                .userName(user)
                .status(status(now))
                .build();
    }

    ServiceSpecificCredentialMetadata metadata(Instant now) {
        return ServiceSpecificCredentialMetadata.builder()
                .createDate(created)
                .expirationDate(expires)
                .serviceName(service)
                .serviceUserName(isKey() ? null : name)
                .serviceCredentialAlias(isKey() ? name : null)
                .serviceSpecificCredentialId(id)
                .userName(user)
                .status(status(now))
                .build();
    }
}
