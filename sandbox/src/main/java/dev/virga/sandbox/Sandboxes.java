package dev.virga.sandbox;

import java.io.IOException;

/// Chooses how functions are isolated, by trying.
final class Sandboxes {
    private Sandboxes() {}

    static Sandbox open(SandboxOptions options) throws IOException {
        if (options.isolation() == SandboxOptions.Isolation.PLAIN) {
            return new PlainSandbox(options, "as configured");
        }
        if (!Machine.SUPPORTED) {
            return new PlainSandbox(options, "namespaces need Linux on x86-64 or arm64");
        }
        try {
            return new NamespaceSandbox(options);
        } catch (IOException | RuntimeException | LinkageError e) {
            return new PlainSandbox(options, String.valueOf(e.getMessage()));
        }
    }
}
