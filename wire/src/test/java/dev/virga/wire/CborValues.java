package dev.virga.wire;

/// CBOR without a schema, for tests in other packages.
public final class CborValues {
    private CborValues() {}

    public static Object parse(byte[] bytes) {
        return new CborLexer(bytes).document();
    }
}
