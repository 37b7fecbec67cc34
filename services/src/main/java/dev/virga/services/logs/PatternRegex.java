package dev.virga.services.logs;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A regular expression in a filter pattern: `%ab+[0-9]{3}|^c.\d$%`. The language has no groups, so
/// a line of steps is enough, which are followed all at once: time grows with text times steps,
/// whatever the expression is.
///
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html#regex-expressions
record PatternRegex(List<Branch> branches) {
    private static final int MAX_STEPS = 256;
    private static final int ASCII = 128;

    /// @param ascii which of the first 128 characters fit
    /// @param others whether all further ones do
    /// @param optional may be left out
    /// @param repeats may come again
    private record Step(BitSet ascii, boolean others, boolean optional, boolean repeats) {
        boolean fits(char c) {
            return c < ASCII ? ascii.get(c) : others;
        }
    }

    /// @param fromStart begins with `^`
    /// @param toEnd ends with `$`
    private record Branch(List<Step> steps, boolean fromStart, boolean toEnd) {
        boolean found(String text) {
            int end = steps.size();
            BitSet here = new BitSet(end + 1);
            for (int i = 0; i <= text.length(); i++) {
                if (i == 0 || !fromStart) {
                    here.set(0);
                }
                skipOptional(here);
                if (here.get(end) && (!toEnd || i == text.length())) {
                    return true;
                }
                if (i < text.length()) {
                    here = next(here, text.charAt(i));
                }
            }
            return false;
        }

        private void skipOptional(BitSet here) {
            for (int s = here.nextSetBit(0); s >= 0 && s < steps.size(); s = here.nextSetBit(s + 1)) {
                if (steps.get(s).optional()) {
                    here.set(s + 1);
                }
            }
        }

        private BitSet next(BitSet here, char c) {
            BitSet next = new BitSet(steps.size() + 1);
            for (int s = here.nextSetBit(0); s >= 0 && s < steps.size(); s = here.nextSetBit(s + 1)) {
                Step step = steps.get(s);
                if (step.fits(c)) {
                    next.set(s + 1);
                    if (step.repeats()) {
                        next.set(s);
                    }
                }
            }
            return next;
        }
    }

    /// @param text what stands between the percent signs
    static PatternRegex parse(String text) {
        return new Parser(text).parse();
    }

    /// Whether some part of the text matches.
    boolean found(String text) {
        for (Branch branch : branches) {
            if (branch.found(text)) {
                return true;
            }
        }
        return false;
    }

    private static final class Parser {
        private final String text;
        private int at;
        private int count;

        Parser(String text) {
            this.text = text;
        }

        PatternRegex parse() {
            List<Branch> branches = new ArrayList<>();
            do {
                branches.add(branch());
            } while (take('|'));
            if (at < text.length()) {
                throw wrong("'" + text.charAt(at) + "' at character " + at);
            }
            return new PatternRegex(List.copyOf(branches));
        }

        private static RuntimeException wrong(String why) {
            return FilterPattern.invalid("the regular expression has " + why);
        }

        private boolean take(char c) {
            if (at < text.length() && text.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        private Branch branch() {
            boolean fromStart = take('^');
            List<Step> steps = new ArrayList<>();
            boolean toEnd = false;
            while (at < text.length() && text.charAt(at) != '|' && !toEnd) {
                if (take('$')) {
                    toEnd = true;
                } else {
                    step(steps);
                }
            }
            return new Branch(List.copyOf(steps), fromStart, toEnd);
        }

        /// One character or class, with how often it may come.
        private void step(List<Step> steps) {
            BitSet ascii = new BitSet(ASCII);
            boolean others = one(ascii);
            if (take('*')) {
                add(steps, new Step(ascii, others, true, true));
            } else if (take('+')) {
                add(steps, new Step(ascii, others, false, false));
                add(steps, new Step(ascii, others, true, true));
            } else if (take('?')) {
                add(steps, new Step(ascii, others, true, false));
            } else if (take('{')) {
                repeated(steps, ascii, others);
            } else {
                add(steps, new Step(ascii, others, false, false));
            }
        }

        private void add(List<Step> steps, Step step) {
            if (++count > MAX_STEPS) {
                throw wrong("more than " + MAX_STEPS + " steps");
            }
            steps.add(step);
        }

        /// `{2}`, `{2,}`, `{2,5}`.
        private void repeated(List<Step> steps, BitSet ascii, boolean others) {
            int least = number();
            boolean range = take(',');
            boolean open = range && at < text.length() && text.charAt(at) == '}';
            int most = !range || open ? least : number();
            if (!take('}') || most < least) {
                throw wrong("a wrong repetition");
            }
            for (int i = 0; i < most; i++) {
                add(steps, new Step(ascii, others, i >= least, false));
            }
            if (open) {
                add(steps, new Step(ascii, others, true, true));
            }
        }

        private int number() {
            int start = at;
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            if (at == start || at - start > 3) {
                throw wrong("a wrong repetition");
            }
            return Integer.parseInt(text, start, at, 10);
        }

        /// @return whether characters beyond ASCII fit
        private boolean one(BitSet ascii) {
            char c = text.charAt(at++);
            switch (c) {
                case '.' -> {
                    ascii.set(0, ASCII);
                    return true;
                }
                case '[' -> {
                    return bracket(ascii);
                }
                case '\\' -> {
                    return escape(ascii);
                }
                case '(', ')', '*', '+', '?', '{' -> throw wrong("'" + c + "' at character " + (at - 1));
                default -> {
                    if (c >= ASCII) {
                        throw wrong("a character that is not supported: " + c);
                    }
                    ascii.set(c);
                    return false;
                }
            }
        }

        /// `\d`, `\D`, `\w`, `\W`, `\s`, `\S`, or a character that means itself.
        private boolean escape(BitSet ascii) {
            if (at >= text.length()) {
                throw wrong("a backslash at its end");
            }
            char c = text.charAt(at++);
            switch (Character.toLowerCase(c)) {
                case 'd' -> ascii.set('0', '9' + 1);
                case 'w' -> {
                    ascii.set('0', '9' + 1);
                    ascii.set('a', 'z' + 1);
                    ascii.set('A', 'Z' + 1);
                    ascii.set('_');
                }
                case 's' -> " \t\n\r\f".chars().forEach(ascii::set);
                default -> {
                    if (Character.isLetterOrDigit(c) || c >= ASCII) {
                        throw wrong("an unknown escape: " + c);
                    }
                    ascii.set(c);
                }
            }
            if (Character.isUpperCase(c)) {
                ascii.flip(0, ASCII);
                return true;
            }
            return false;
        }

        private boolean bracket(BitSet ascii) {
            boolean not = take('^');
            boolean others = false;
            int first = at;
            while (at < text.length() && (text.charAt(at) != ']' || at == first)) {
                char c = text.charAt(at++);
                if (c == '\\') {
                    BitSet escaped = new BitSet(ASCII);
                    others |= escape(escaped);
                    ascii.or(escaped);
                } else if (at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']') {
                    char last = text.charAt(at + 1);
                    at += 2;
                    if (last < c || last >= ASCII) {
                        throw wrong("a wrong range");
                    }
                    ascii.set(c, last + 1);
                } else if (c < ASCII) {
                    ascii.set(c);
                }
            }
            if (!take(']')) {
                throw wrong("a class that is not closed");
            }
            if (not) {
                ascii.flip(0, ASCII);
            }
            return not != others;
        }
    }
}
