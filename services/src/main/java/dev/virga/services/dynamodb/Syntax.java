package dev.virga.services.dynamodb;

import java.util.List;

/// What an expression says, before names and values are looked up and types are checked.
sealed interface Syntax {
    /// @param elements names as written (`#x` not yet replaced) and list indexes
    record Path(List<Element> elements) implements Syntax {}

    /// @param placeholder `:x`
    record Value(String placeholder) implements Syntax {}

    record Call(String function, List<Syntax> arguments) implements Syntax {}

    /// @param operator `=`, `<>`, `<`, `<=`, `>`, `>=`
    record Comparison(String operator, Syntax left, Syntax right) implements Syntax {}

    record Between(Syntax operand, Syntax low, Syntax high) implements Syntax {}

    record In(Syntax operand, List<Syntax> candidates) implements Syntax {}

    record And(Syntax left, Syntax right) implements Syntax {}

    record Or(Syntax left, Syntax right) implements Syntax {}

    record Not(Syntax condition) implements Syntax {}

    /// @param operator `+`, `-`
    record Arithmetic(String operator, Syntax left, Syntax right) implements Syntax {}

    sealed interface Element {}

    record Name(String text) implements Element {}

    record Index(int position) implements Element {}

    /// Stands for a value (a function may stand for a value or for a condition).
    default boolean isOperand() {
        return this instanceof Path || this instanceof Value || this instanceof Call;
    }

    /// Stands for true or false.
    default boolean isCondition() {
        return switch (this) {
            case Path p -> false;
            case Value v -> false;
            case Arithmetic a -> false;
            case Call c -> true;
            case Comparison c -> true;
            case Between b -> true;
            case In i -> true;
            case And a -> true;
            case Or o -> true;
            case Not n -> true;
        };
    }
}
