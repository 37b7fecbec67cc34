package dev.virga.services.secretsmanager;

import dev.virga.wire.AwsException;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/// Names of secrets, and the random end of their ARNs.
final class SecretName {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9/_+=.@!-]{1,512}");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int SUFFIX = 6;

    private SecretName() {}

    /// @throws dev.virga.wire.AwsException ValidationException
    static void check(String name) {
        if (!ALLOWED.matcher(name).matches()) {
            throw invalid();
        }
    }

    static AwsException invalid() {
        return SecretErrors.validation(
                "Invalid name. Must be a valid name containing alphanumeric characters, or any of"
                        + " the following: -/_+=.@!");
    }

    static String suffix(SecureRandom random) {
        StringBuilder text = new StringBuilder(SUFFIX);
        while (text.length() < SUFFIX) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
