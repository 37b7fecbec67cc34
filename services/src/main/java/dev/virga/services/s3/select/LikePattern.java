package dev.virga.services.s3.select;

import dev.virga.wire.AwsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A pattern of LIKE: `%` is anything, `_` is one character. Each piece between two `%` is looked
/// for once, from left to right, so the work is at most length of the text times length of the
/// pattern, whatever the pattern. Immutable.
final class LikePattern {
    /// Characters of a pattern.
    static final int MAX_LENGTH = 1024;

    private static final int ANY_ONE = -1;

    /// Steps that are charged together.
    private static final int CHARGED = 1 << 12;

    /// What lies between the `%`.
    private final List<int[]> pieces;

    private LikePattern(List<int[]> pieces) {
        this.pieces = pieces;
    }

    /// @param escape one character before `%`, `_` or itself, or empty
    static LikePattern compile(String pattern, String escape) {
        if (pattern.length() > MAX_LENGTH) {
            throw SelectErrors.error(
                    "LikeInvalidInputs",
                    "Invalid argument given to the LIKE clause in the SQL expression: a pattern has at most "
                            + MAX_LENGTH + " characters.");
        }
        if (escape.codePointCount(0, escape.length()) > 1) {
            throw invalid();
        }
        int escaping = escape.isEmpty() ? 0 : escape.codePointAt(0);
        int[] characters = pattern.codePoints().toArray();
        List<int[]> pieces = new ArrayList<>();
        int[] piece = new int[characters.length];
        int length = 0;
        for (int i = 0; i < characters.length; i++) {
            int c = characters[i];
            if (!escape.isEmpty() && c == escaping) {
                i++;
                if (i == characters.length
                        || (characters[i] != '%' && characters[i] != '_' && characters[i] != escaping)) {
                    throw invalid();
                }
                piece[length++] = characters[i];
            } else if (c == '%') {
                pieces.add(Arrays.copyOf(piece, length));
                length = 0;
            } else {
                piece[length++] = c == '_' ? ANY_ONE : c;
            }
        }
        pieces.add(Arrays.copyOf(piece, length));
        return new LikePattern(pieces);
    }

    private static AwsException invalid() {
        return SelectErrors.error(
                "LikeInvalidInputs", "Invalid argument given to the LIKE clause in the SQL expression.");
    }

    boolean matches(String text, Budget budget) {
        budget.charge(text.length());
        int[] characters = characters(text);
        int[] first = pieces.getFirst();
        if (pieces.size() == 1) {
            return characters.length == first.length && isAt(characters, 0, first);
        }
        int[] last = pieces.getLast();
        int end = characters.length - last.length;
        if (end < first.length || !isAt(characters, 0, first) || !isAt(characters, end, last)) {
            return false;
        }
        int at = first.length;
        for (int[] piece : pieces.subList(1, pieces.size() - 1)) {
            int found = find(piece, characters, at, end, budget);
            if (found < 0) {
                return false;
            }
            at = found + piece.length;
        }
        return true;
    }

    private static int[] characters(String text) {
        int[] characters = new int[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(characters[length - 1])) {
            characters[length++] = text.codePointAt(i);
        }
        return length == characters.length ? characters : Arrays.copyOf(characters, length);
    }

    /// Negative when it is not there.
    private static int find(int[] piece, int[] text, int from, int end, Budget budget) {
        long steps = 0;
        for (int at = from; at + piece.length <= end; at++) {
            int same = same(text, at, piece);
            if (same == piece.length) {
                budget.charge(steps + same);
                return at;
            }
            steps += same + 1;
            if (steps >= CHARGED) {
                budget.charge(steps);
                steps = 0;
            }
        }
        budget.charge(steps);
        return -1;
    }

    private static boolean isAt(int[] text, int at, int[] piece) {
        return same(text, at, piece) == piece.length;
    }

    /// How many characters are the same.
    private static int same(int[] text, int at, int[] piece) {
        int same = 0;
        while (same < piece.length && (piece[same] == ANY_ONE || piece[same] == text[at + same])) {
            same++;
        }
        return same;
    }
}
