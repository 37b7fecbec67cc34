package dev.virga.services.cloudformation;

import java.security.SecureRandom;
import java.util.Locale;

/// How physical names are made: `STACK-LOGICAL-RANDOM`, within what the service allows.
///
/// @param property which a template may give the name with, e.g. `TableName`
/// @param longest characters
/// @param lower only lower-case letters, as buckets want
record NameRule(String property, int longest, boolean lower) {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int RANDOM_LENGTH = 12;

    String generate(String stack, String logicalId) {
        int room = longest - RANDOM_LENGTH - 2;
        String front = stack;
        String middle = logicalId;
        if (front.length() + middle.length() > room) {
            middle = middle.substring(0, Math.min(middle.length(), Math.max(room / 2, room - front.length())));
            front = front.substring(0, Math.min(front.length(), room - middle.length()));
        }
        String name = front + "-" + middle + "-" + random(RANDOM_LENGTH);
        return lower ? name.toLowerCase(Locale.ROOT) : name;
    }

    static String random(int length) {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
