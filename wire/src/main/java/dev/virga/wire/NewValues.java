package dev.virga.wire;

/// Is told of values that the model's enums do not have: newer than the model, or mistyped.
public interface NewValues {
    /// Values that are told of one request.
    int MAX_VALUES = 8;

    /// Characters of a value that are told.
    int MAX_CHARACTERS = 64;

    NewValues NONE = (op, member, value, refused) -> {};

    /// @param member as `Shape.member`
    /// @param value when it looks like one of an enum; else only what it is, e.g. `<text>`
    /// @param refused false when the enum is open
    void met(Op<?, ?> op, String member, String value, boolean refused);

    /// Nothing of a client's data but what looks like a name that AWS could have given.
    static String shown(Object value) {
        if (!(value instanceof String text)) {
            return value instanceof Number ? value.toString() : "<other>";
        }
        if (text.isEmpty() || text.length() > MAX_CHARACTERS) {
            return text.isEmpty() ? "<empty>" : "<long text>";
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
            if (!letter && (c < '0' || c > '9') && "._-:*/".indexOf(c) < 0) {
                return "<text>";
            }
        }
        return text;
    }
}
