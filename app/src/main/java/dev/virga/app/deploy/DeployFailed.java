package dev.virga.app.deploy;

import org.jspecify.annotations.Nullable;

/// A folder could not be built or deployed; the message is for whoever wrote it.
public final class DeployFailed extends Exception {
    public DeployFailed(String message) {
        super(message);
    }

    public DeployFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
