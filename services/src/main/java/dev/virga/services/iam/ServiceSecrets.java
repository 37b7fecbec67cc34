package dev.virga.services.iam;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// What a user of one service signs in with. Any thread may call it.
final class ServiceSecrets {
    private static final String KEY_PREFIX = "ABSK";
    private static final int SECRET_BYTES = 32;
    private static final int ALIAS_BYTES = 5;

    private final SecureRandom random = new SecureRandom();

    /// @param text shown once
    record Secret(String text) {
        byte[] hash() {
            try {
                return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// The user's name in the service. The second of a user is another one.
    ///
    /// @param others what the user has for the service
    String name(String service, String user, String account, List<ServiceCredential> others) {
        if (ServiceCredential.KEYS.contains(service)) {
            String product = service.startsWith("bedrock") ? "Bedrock" : "Logs";
            return product + "APIKey-" + Ids.base32(bytes(ALIAS_BYTES)).toLowerCase(Locale.ROOT) + "-at-" + account;
        }
        String first = user + "-at-" + account;
        boolean taken = others.stream().anyMatch(other -> other.name().equals(first));
        return taken ? user + "+1-at-" + account : first;
    }

    Secret secret(String service, String name) {
        String random32 = Base64.getEncoder().encodeToString(bytes(SECRET_BYTES));
        if (!ServiceCredential.KEYS.contains(service)) {
            return new Secret(random32);
        }
        byte[] pair = (name + ":" + random32).getBytes(StandardCharsets.UTF_8);
        return new Secret(KEY_PREFIX + Base64.getEncoder().encodeToString(pair));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
