package dev.virga.services.logs;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a page ends. In a stream: `f/56 digits/s` or `b/56 digits/s`, as clients know it. In
/// lists: the name of the last entry.
///
/// @param forward whether the next page is later
record PageToken(boolean forward, EventTable.Position position) {
    private static final Pattern FORM = Pattern.compile("([fb])/(\\d{20})(\\d{36})/s");

    static PageToken parse(String token) {
        Matcher form = FORM.matcher(token);
        if (!form.matches()) {
            throw LogsErrors.invalidToken();
        }
        try {
            long millis = Long.parseLong(form.group(2));
            long sequence = Long.parseLong(form.group(3));
            return new PageToken(form.group(1).equals("f"), new EventTable.Position(millis, sequence));
        } catch (NumberFormatException e) {
            throw LogsErrors.invalidToken();
        }
    }

    @Override
    public String toString() {
        return String.format("%s/%020d%036d/s", forward ? "f" : "b", position.timestampMillis(), position.sequence());
    }

    static String of(String name) {
        return Base64.getUrlEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    static String name(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw LogsErrors.invalidToken();
        }
    }
}
