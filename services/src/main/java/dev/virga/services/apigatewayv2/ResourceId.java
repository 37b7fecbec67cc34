package dev.virga.services.apigatewayv2;

import java.security.SecureRandom;

/// Ten letters and digits, as API Gateway names what it makes.
final class ResourceId {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 10;

    private ResourceId() {}

    static String random() {
        SecureRandom random = new SecureRandom();
        StringBuilder id = new StringBuilder(LENGTH);
        // A host label and a path segment: it starts with a letter.
        id.append(ALPHABET.charAt(random.nextInt(26)));
        while (id.length() < LENGTH) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
