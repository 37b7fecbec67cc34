package dev.virga.kernel.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A pattern in which `*` stands for any run of characters and `?` for any one. No pattern is slow:
/// pieces between stars are searched from left to right and never again, and a piece is searched
/// with all its positions as bits of machine words, so that matching takes at most `text × pattern
/// / 64` steps.
///
/// Immutable.
final class Wildcard {
    /// Elements of a pattern besides characters.
    static final int ONE = -1;

    static final int RUN = -2;

    /// Pieces up to here are compared place by place: shorter than setting up bits.
    private static final int SHORT_PIECE = 4;

    private final @Nullable String literal;
    private final int[] prefix;
    private final int[] suffix;
    private final Piece[] middle;
    private final boolean runs;
    private final int minLength;
    private final int weight;

    private Wildcard(List<int[]> pieces) {
        runs = pieces.size() > 1;
        prefix = pieces.getFirst();
        suffix = runs ? pieces.getLast() : new int[0];
        List<Piece> inner = new ArrayList<>();
        int length = prefix.length + suffix.length;
        for (int i = 1; i < pieces.size() - 1; i++) {
            int[] piece = pieces.get(i);
            length += piece.length;
            if (piece.length > 0) {
                inner.add(
                        piece.length <= SHORT_PIECE || !LongPiece.fits(piece)
                                ? new ShortPiece(piece)
                                : new LongPiece(piece));
            }
        }
        middle = inner.toArray(new Piece[0]);
        weight = 1 + inner.stream().mapToInt(Piece::weight).max().orElse(0);
        minLength = length;
        literal = runs ? null : literal(prefix);
    }

    /// @param elements characters, [#ONE] and [#RUN]
    static Wildcard of(int[] elements) {
        List<int[]> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= elements.length; i++) {
            if (i == elements.length || elements[i] == RUN) {
                pieces.add(Arrays.copyOfRange(elements, from, i));
                from = i + 1;
            }
        }
        return new Wildcard(pieces);
    }

    /// `*` and `?` in the text are wild.
    static Wildcard of(String pattern) {
        return of(elements(pattern));
    }

    static int[] elements(String pattern) {
        int[] elements = new int[pattern.length()];
        for (int i = 0; i < elements.length; i++) {
            char c = pattern.charAt(i);
            elements[i] = c == '*' ? RUN : c == '?' ? ONE : c;
        }
        return elements;
    }

    private static @Nullable String literal(int[] elements) {
        StringBuilder text = new StringBuilder(elements.length);
        for (int c : elements) {
            if (c == ONE) {
                return null;
            }
            text.append((char) c);
        }
        return text.toString();
    }

    /// Steps that matching takes at most a character of the text.
    int weight() {
        return weight;
    }

    boolean matches(String text) {
        if (literal != null) {
            return literal.equals(text);
        }
        int length = text.length();
        if (runs ? length < minLength : length != minLength) {
            return false;
        }
        if (!matchesAt(prefix, text, 0) || !matchesAt(suffix, text, length - suffix.length)) {
            return false;
        }
        int at = prefix.length;
        int end = length - suffix.length;
        for (Piece piece : middle) {
            at = piece.after(text, at, end);
            if (at < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean matchesAt(int[] piece, String text, int from) {
        for (int i = 0; i < piece.length; i++) {
            if (piece[i] != ONE && piece[i] != text.charAt(from + i)) {
                return false;
            }
        }
        return true;
    }

    /// What stands between two stars.
    private sealed interface Piece {
        /// Where the leftmost occurrence in `text[from, end)` ends, or -1.
        int after(String text, int from, int end);

        /// Steps a character of the text.
        int weight();
    }

    private record ShortPiece(int[] elements) implements Piece {
        @Override
        public int weight() {
            return elements.length;
        }

        @Override
        public int after(String text, int from, int end) {
            for (int i = from; i + elements.length <= end; i++) {
                if (matchesAt(elements, text, i)) {
                    return i + elements.length;
                }
            }
            return -1;
        }
    }

    /// Shift-and: bit i of the state says that the text so far ends with the first i + 1 elements.
    private static final class LongPiece implements Piece {
        private static final int ASCII = 128;
        /// More different characters than slots have numbers: compared place by place.
        private static final int MAX_CHARACTERS = 127;

        private final int length;
        private final int words;
        /// Which masks belong to a character; 0 for those that the piece does not name.
        private final byte[] slots = new byte[ASCII];
        private final Map<Character, Byte> others = new HashMap<>();
        /// One after the other, each of so many words: the places where a character fits.
        private final long[] masks;

        private LongPiece(int[] elements) {
            length = elements.length;
            words = (length + 63) >>> 6;
            int used = 1;
            for (int c : elements) {
                if (c != ONE && slot((char) c) == 0) {
                    if (c < ASCII) {
                        slots[c] = (byte) used;
                    } else {
                        others.put((char) c, (byte) used);
                    }
                    used++;
                }
            }
            masks = new long[used * words];
            for (int i = 0; i < length; i++) {
                long bit = 1L << i;
                if (elements[i] != ONE) {
                    masks[slot((char) elements[i]) * words + (i >>> 6)] |= bit;
                    continue;
                }
                for (int slot = 0; slot < used; slot++) {
                    masks[slot * words + (i >>> 6)] |= bit;
                }
            }
        }

        static boolean fits(int[] elements) {
            return Arrays.stream(elements).distinct().limit(MAX_CHARACTERS + 1L).count() <= MAX_CHARACTERS;
        }

        private int slot(char c) {
            return c < ASCII ? slots[c] : others.getOrDefault(c, (byte) 0);
        }

        @Override
        public int weight() {
            return words;
        }

        @Override
        public int after(String text, int from, int end) {
            if (words == 1) {
                return afterInOneWord(text, from, end);
            }
            long[] state = new long[words];
            long done = 1L << (length - 1);
            for (int i = from; i < end; i++) {
                int at = slot(text.charAt(i)) * words;
                long carry = 1;
                for (int w = 0; w < words; w++) {
                    long next = state[w] >>> 63;
                    state[w] = (state[w] << 1 | carry) & masks[at + w];
                    carry = next;
                }
                if ((state[words - 1] & done) != 0) {
                    return i + 1;
                }
            }
            return -1;
        }

        private int afterInOneWord(String text, int from, int end) {
            long state = 0;
            long done = 1L << (length - 1);
            for (int i = from; i < end; i++) {
                state = (state << 1 | 1) & masks[slot(text.charAt(i))];
                if ((state & done) != 0) {
                    return i + 1;
                }
            }
            return -1;
        }
    }
}
