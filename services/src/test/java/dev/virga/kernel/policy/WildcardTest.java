package dev.virga.kernel.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WildcardTest {
    /// The definition, tried in every way.
    private static boolean expected(String pattern, int p, String text, int t) {
        if (p == pattern.length()) {
            return t == text.length();
        }
        if (pattern.charAt(p) == '*') {
            return expected(pattern, p + 1, text, t) || (t < text.length() && expected(pattern, p, text, t + 1));
        }
        return t < text.length()
                && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))
                && expected(pattern, p + 1, text, t + 1);
    }

    private static String random(Random random, String alphabet, int maxLength) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(maxLength);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @Test
    void matchingAgreesWithTheDefinition() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int matches = 0;
        for (int i = 0; i < 50_000; i++) {
            String pattern = random(random, "aabé?*", 14);
            String text = random(random, "aabé", 16);
            boolean expected = expected(pattern, 0, text, 0);
            assertThat(Wildcard.of(pattern).matches(text))
                    .as(pattern + " on " + text)
                    .isEqualTo(expected);
            matches += expected ? 1 : 0;
        }
        assertThat(matches).isPositive();
    }

    @Test
    void piecesLongerThanAWordAreFound() {
        String piece = "x".repeat(63) + "y" + "z".repeat(70) + "?é";
        Wildcard pattern = Wildcard.of("a*" + piece + "*b");
        String found = piece.replace('?', 'q');
        assertThat(pattern.matches("a" + "x".repeat(200) + found + "b")).isTrue();
        assertThat(pattern.matches("ax" + found.replace('y', 'x') + "b")).isFalse();
        assertThat(pattern.matches("a" + found)).isFalse();
    }

    @Test
    void aPieceMayHoldAnyNumberOfCharacters() {
        StringBuilder many = new StringBuilder();
        for (char c = 0x4000; c < 0x4400; c++) {
            many.append(c);
        }
        assertThat(Wildcard.of("*" + many + "*").matches("-" + many + "-")).isTrue();
        assertThat(Wildcard.of("*" + many + "*").matches("-" + many.reverse() + "-"))
                .isFalse();
    }
}
