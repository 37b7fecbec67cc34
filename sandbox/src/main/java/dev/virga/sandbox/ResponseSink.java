package dev.virga.sandbox;

/// Takes the response of a function that streams, piece by piece.
public interface ResponseSink {
    /// A piece of the response, at most [#MAX_PIECE_BYTES] long. Called by the thread that serves
    /// the runtime: while it waits, the function does.
    void piece(byte[] bytes);

    int MAX_PIECE_BYTES = 64 * 1024;
}
