package dev.virga.app.admin;

import java.io.IOException;

/// Gives the installation a new root key.
@FunctionalInterface
public interface RootKeyRotation {
    /// @return how many data keys were wrapped again
    /// @throws IOException with a message for the operator
    int rotate() throws IOException;
}
