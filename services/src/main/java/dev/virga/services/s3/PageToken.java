package dev.virga.services.s3;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Where the next page of a list begins, as clients carry it: the last name of this page, encoded.
final class PageToken {
    private PageToken() {}

    static String write(String last) {
        return Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    static String read(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw S3Errors.invalidArgument("The continuation token provided is incorrect");
        }
    }
}
