package dev.virga.kernel.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A value in a policy: text with wildcards and variables such as `${aws:username}`,
/// `${aws:PrincipalTag/team, 'none'}` and `${*}`. What a variable stands for is taken as it is: a
/// `*` in a user's tag is an asterisk.
///
/// Immutable; without variables everything is compiled once.
final class Template {
    static final int ARN_PIECES = 6;

    private sealed interface Part {}

    private record Fixed(int[] elements) implements Part {}

    private record Variable(String key, @Nullable String otherwise) implements Part {}

    private final String source;
    private final List<Part> parts;
    private final @Nullable Wildcard compiled;
    private final @Nullable String text;
    // Derived on first use; immutable and equal however often it is derived, so that racing threads need no lock.
    private @Nullable List<Wildcard> constantPieces;

    private Template(String source, List<Part> parts) {
        this.source = source;
        this.parts = parts;
        boolean constant = parts.stream().noneMatch(Variable.class::isInstance);
        int[] elements = constant ? join(parts) : new int[0];
        compiled = constant ? Wildcard.of(elements) : null;
        text = constant ? string(elements) : null;
    }

    /// @param variables false in documents of version 2008-10-17, where `${` is plain text
    static Template of(String source, boolean variables) {
        if (!variables || !source.contains("${")) {
            return new Template(source, List.of(new Fixed(Wildcard.elements(source))));
        }
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < source.length()) {
            int open = source.indexOf("${", at);
            int close = open < 0 ? -1 : source.indexOf('}', open);
            if (close < 0) {
                parts.add(new Fixed(Wildcard.elements(source.substring(at))));
                break;
            }
            parts.add(new Fixed(Wildcard.elements(source.substring(at, open))));
            parts.add(part(source.substring(open + 2, close)));
            at = close + 1;
        }
        return new Template(source, List.copyOf(parts));
    }

    private static Part part(String inside) {
        if (inside.equals("*") || inside.equals("?") || inside.equals("$")) {
            return new Fixed(new int[] {inside.charAt(0)});
        }
        int comma = inside.indexOf(',');
        if (comma < 0) {
            return new Variable(inside.trim().toLowerCase(Locale.ROOT), null);
        }
        String otherwise = inside.substring(comma + 1).trim();
        if (otherwise.length() < 2 || !otherwise.startsWith("'") || !otherwise.endsWith("'")) {
            throw PolicyErrors.syntax();
        }
        String key = inside.substring(0, comma).trim().toLowerCase(Locale.ROOT);
        return new Variable(key, otherwise.substring(1, otherwise.length() - 1));
    }

    /// With wildcards; null when a variable has no value.
    @Nullable
    Wildcard pattern(RequestContext context) {
        if (compiled != null) {
            return compiled;
        }
        int[] elements = resolve(context);
        return elements == null ? null : Wildcard.of(elements);
    }

    /// Without wildcards: `*` is an asterisk. Null when a variable has no value.
    @Nullable
    String text(RequestContext context) {
        if (text != null) {
            return text;
        }
        int[] elements = resolve(context);
        return elements == null ? null : string(elements);
    }

    /// The pattern cut at its colons into the six parts of an ARN, or fewer.
    @Nullable
    List<Wildcard> arnPieces(RequestContext context) {
        List<Wildcard> known = constantPieces;
        if (known != null) {
            return known;
        }
        int[] elements = resolve(context);
        if (elements == null) {
            return null;
        }
        List<Wildcard> pieces = new ArrayList<>(ARN_PIECES);
        int from = 0;
        for (int i = 0; i < elements.length && pieces.size() < ARN_PIECES - 1; i++) {
            if (elements[i] == ':') {
                pieces.add(Wildcard.of(Arrays.copyOfRange(elements, from, i)));
                from = i + 1;
            }
        }
        pieces.add(Wildcard.of(Arrays.copyOfRange(elements, from, elements.length)));
        List<Wildcard> result = List.copyOf(pieces);
        if (compiled != null) {
            constantPieces = result;
        }
        return result;
    }

    private int @Nullable [] resolve(RequestContext context) {
        List<Part> resolved = new ArrayList<>(parts.size());
        for (Part part : parts) {
            switch (part) {
                case Fixed fixed -> resolved.add(fixed);
                case Variable variable -> {
                    String value = context.single(variable.key());
                    if (value == null) {
                        value = variable.otherwise();
                    }
                    if (value == null) {
                        return null;
                    }
                    resolved.add(new Fixed(value.chars().toArray()));
                }
            }
        }
        int[] elements = join(resolved);
        context.spend(elements.length);
        return elements;
    }

    private static int[] join(List<Part> parts) {
        int length = 0;
        for (Part part : parts) {
            length += ((Fixed) part).elements().length;
        }
        int[] elements = new int[length];
        int at = 0;
        for (Part part : parts) {
            int[] piece = ((Fixed) part).elements();
            System.arraycopy(piece, 0, elements, at, piece.length);
            at += piece.length;
        }
        return elements;
    }

    private static String string(int[] elements) {
        StringBuilder text = new StringBuilder(elements.length);
        for (int c : elements) {
            text.append(c == Wildcard.RUN ? '*' : c == Wildcard.ONE ? '?' : (char) c);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return source;
    }
}
