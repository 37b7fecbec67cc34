package dev.virga.kernel.crypto;

import java.io.IOException;

/// The store was made with a root key that is not among those given.
public final class WrongRootKey extends IOException {
    WrongRootKey(String message) {
        super(message);
    }
}
