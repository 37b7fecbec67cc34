package dev.virga.services.iam;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How many codes may still be tried for a device: a code of six digits would be found otherwise.
/// When there were too many wrong ones, right ones are refused as well until the window is over.
///
/// Kept in memory: a wrong guess writes nothing. After a restart every device has its guesses back,
/// which helps only whoever can restart the server. Any thread may call it.
final class MfaGuesses {
    static final int MAX_GUESSES = 5;
    static final Duration WINDOW = Duration.ofMinutes(15);
    /// Devices that are remembered; beyond it the codes of others are refused.
    private static final int MAX_DEVICES = 100_000;

    private record Window(Instant begun, int guesses) {
        boolean over(Instant now) {
            return !now.isBefore(begun.plus(WINDOW));
        }
    }

    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    /// Takes one guess; false when there is none left. Guesses made at the same time all count.
    boolean take(String serial, Instant now) {
        if (windows.size() >= MAX_DEVICES) {
            windows.values().removeIf(window -> window.over(now));
            if (windows.size() >= MAX_DEVICES && !windows.containsKey(serial)) {
                return false;
            }
        }
        Window after = windows.compute(
                serial,
                (name, window) -> window == null || window.over(now)
                        ? new Window(now, 1)
                        : new Window(window.begun(), Math.min(window.guesses(), MAX_GUESSES) + 1));
        return after.guesses() <= MAX_GUESSES;
    }

    /// The guess was right, and so was none.
    void giveBack(String serial) {
        windows.computeIfPresent(
                serial,
                (name, window) -> window.guesses() <= 1 ? null : new Window(window.begun(), window.guesses() - 1));
    }
}
