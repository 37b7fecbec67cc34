package dev.virga.services.s3;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Where the next page of a list begins, as clients carry it: a version, and the last name of this
/// page, encoded.
final class PageToken {
    private static final String VERSION = "1";

    private PageToken() {}

    static String write(String last) {
        return VERSION + Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    static String read(String token) {
        try {
            if (!token.startsWith(VERSION)) {
                throw new IllegalArgumentException("not made here");
            }
            return new String(Base64.getUrlDecoder().decode(token.substring(VERSION.length())), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw S3Errors.invalidArgument("The continuation token provided is incorrect");
        }
    }
}
