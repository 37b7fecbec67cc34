package dev.virga.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/// The words in which Lambda reports that a function failed outside its handler. Each method gives
/// the payload of the invocation's response, as JSON.
public final class RuntimeErrors {
    public static final String TIMED_OUT = "Sandbox.Timedout";
    public static final String EXITED = "Runtime.ExitError";
    public static final String OUT_OF_MEMORY = "Runtime.OutOfMemory";
    public static final String RESPONSE_TOO_LARGE = "Function.ResponseSizeTooLarge";
    public static final String INVALID_ENTRYPOINT = "Runtime.InvalidEntrypoint";
    public static final String UNKNOWN = "Runtime.Unknown";

    private RuntimeErrors() {}

    /// @param timeout the function's configured timeout
    public static byte[] timedOut(String requestId, Duration timeout) {
        return json(TIMED_OUT, "RequestId: " + requestId + " Error: " + timedOutText(timeout));
    }

    /// `Task timed out after 3.00 seconds`, which is also written to the function's log.
    public static String timedOutText(Duration timeout) {
        return String.format(Locale.ROOT, "Task timed out after %.2f seconds", timeout.toMillis() / 1000.0);
    }

    public static byte[] exited(String requestId, Instance.Exited exited) {
        return json(EXITED, "RequestId: " + requestId + " Error: " + exitedText(exited.exitCode()));
    }

    /// @param exitCode as in [Instance.Exited]
    public static String exitedText(int exitCode) {
        if (exitCode == 0) {
            return "Runtime exited without providing a reason";
        }
        return "Runtime exited with error: "
                + switch (exitCode) {
                    case 128 + 6 -> "signal: aborted";
                    case 128 + 8 -> "signal: floating point exception";
                    case 128 + 9 -> "signal: killed";
                    case 128 + 11 -> "signal: segmentation fault";
                    case 128 + 15 -> "signal: terminated";
                    default -> exitCode > 128 ? "signal: " + (exitCode - 128) : "exit status " + exitCode;
                };
    }

    static byte[] responseTooLarge() {
        return json(
                RESPONSE_TOO_LARGE,
                "Response payload size exceeded maximum allowed payload size (" + RuntimeApi.MAX_RESPONSE_BYTES
                        + " bytes).");
    }

    static byte[] streamTooLarge() {
        return json(
                RESPONSE_TOO_LARGE,
                "Response payload size exceeded maximum allowed payload size (" + RuntimeApi.MAX_STREAM_BYTES
                        + " bytes).");
    }

    static byte[] requestTooLarge() {
        return json(
                "RequestEntityTooLarge",
                "Exceeded maximum allowed payload size (" + RuntimeApi.MAX_RESPONSE_BYTES + " bytes).");
    }

    static byte[] json(String errorType, String errorMessage) {
        return ("{\"errorType\":" + quoted(errorType) + ",\"errorMessage\":" + quoted(errorMessage) + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// The `errorType` member of an error payload, found without parsing the rest, which may be
    /// anything.
    static String errorTypeIn(byte[] payload) {
        String text = new String(payload, 0, Math.min(payload.length, 64 * 1024), StandardCharsets.UTF_8);
        int name = text.indexOf("\"errorType\"");
        int open = name < 0 ? -1 : text.indexOf('"', name + 11);
        int close = open < 0 ? -1 : text.indexOf('"', open + 1);
        return close < 0 || close - open > 256 ? UNKNOWN : text.substring(open + 1, close);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
