package dev.virga.kernel;

import dev.virga.wire.AuthFailure;
import dev.virga.wire.AwsException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts the requests that were refused before or instead of being carried out, by reason, since
/// the start: `virga status --json` shows them. Any thread may call it.
public final class Refusals {
    private static final String DENIED = "denied";
    private static final String BAD_POLICY = "malformedPolicy";
    private static final String UNREADABLE = "unreadable";

    private final Map<String, LongAdder> counts = new LinkedHashMap<>();

    public Refusals() {
        for (AuthFailure.Reason reason : AuthFailure.Reason.values()) {
            counts.put(name(reason), new LongAdder());
        }
        counts.put(DENIED, new LongAdder());
        counts.put(BAD_POLICY, new LongAdder());
        counts.put(UNREADABLE, new LongAdder());
    }

    /// `WRONG_SIGNATURE` to `wrongSignature`.
    private static String name(AuthFailure.Reason reason) {
        String[] words = reason.name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder name = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return name.toString();
    }

    /// Any failure of a request; most are no refusals, and not counted.
    void note(AwsException failure) {
        String name = failure instanceof AuthFailure auth ? name(auth.reason()) : ofCode(failure.code());
        LongAdder count = counts.get(name);
        if (count != null) {
            count.increment();
        }
    }

    private static String ofCode(String code) {
        if (code.startsWith("MalformedPolicy")) {
            return BAD_POLICY;
        }
        return switch (code) {
            case "AccessDenied", "AccessDeniedException" -> DENIED;
            case "SerializationException", "MalformedXML", "MalformedQueryString", "InvalidAction" -> UNREADABLE;
            default -> "";
        };
    }

    /// How many, by reason, also of those that did not occur.
    public Map<String, Long> counts() {
        Map<String, Long> all = new LinkedHashMap<>();
        counts.forEach((name, count) -> all.put(name, count.sum()));
        return all;
    }
}
