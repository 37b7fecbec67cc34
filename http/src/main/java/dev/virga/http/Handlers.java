package dev.virga.http;

/// Who answers, by the way a request came.
///
/// @param network on the port of the options
/// @param own on the port for this machine itself
/// @param functions on connections that were adopted
public record Handlers(Handler network, Handler own, Handler functions) {
    /// One for all.
    public static Handlers all(Handler handler) {
        return new Handlers(handler, handler, handler);
    }

    Handler of(Via via) {
        return switch (via) {
            case NETWORK -> network;
            case OWN -> own;
            case FUNCTION -> functions;
        };
    }
}
