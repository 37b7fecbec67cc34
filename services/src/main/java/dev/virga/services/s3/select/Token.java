package dev.virga.services.s3.select;

/// A word of an expression.
///
/// @param text of a quoted one without the quotes
/// @param line from 1
/// @param column from 1
record Token(Kind kind, String text, int line, int column) {
    enum Kind {
        /// A keyword, a function or a name.
        WORD,
        /// A name in double quotes: case matters.
        QUOTED,
        STRING,
        NUMBER,
        /// A literal in Amazon Ion, in backticks.
        ION,
        OPERATOR,
        END
    }

    boolean is(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }
}
