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

    boolean matches(String text) {
        int[] characters = text.codePoints().toArray();
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
            while (at + piece.length <= end && !isAt(characters, at, piece)) {
                at++;
            }
            if (at + piece.length > end) {
                return false;
            }
            at += piece.length;
        }
        return true;
    }

    private static boolean isAt(int[] text, int at, int[] piece) {
        for (int i = 0; i < piece.length; i++) {
            if (piece[i] != ANY_ONE && piece[i] != text[at + i]) {
                return false;
            }
        }
        return true;
    }
}
