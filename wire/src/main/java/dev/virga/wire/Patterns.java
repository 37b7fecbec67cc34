package dev.virga.wire;

import java.util.regex.Pattern;

/// Matches the patterns of models, which were not written with attackers in mind: some backtrack
/// exponentially.
public final class Patterns {
    /// Characters that one match may look at. Honest values need a few for each of their own.
    static final int MAX_STEPS = 2_000_000;

    private Patterns() {}

    /// Whether the text matches; one that takes too long does not.
    public static boolean find(Pattern pattern, String text) {
        try {
            return pattern.matcher(new Counted(text, new int[1])).find();
        } catch (TooManySteps | StackOverflowError e) {
            return false;
        }
    }

    private static final class TooManySteps extends RuntimeException {
        TooManySteps() {
            super(null, null, false, false);
        }
    }

    /// Counts how often the matcher looks at a character.
    private record Counted(CharSequence text, int[] steps) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++steps[0] > MAX_STEPS) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), steps);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
