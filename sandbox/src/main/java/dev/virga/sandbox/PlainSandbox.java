package dev.virga.sandbox;

import java.io.IOException;

final class PlainSandbox implements Sandbox {
    private final String reason;

    PlainSandbox(SandboxOptions options, String reason) {
        this.reason = reason;
    }

    @Override
    public Instance start(SandboxSpec spec, LogSink log) throws IOException {
        throw new IOException("plain processes are not there yet; " + reason);
    }

    @Override
    public String isolation() {
        return "WARNING: plain processes, no isolation (" + reason + ")";
    }

    @Override
    public void close() {}
}
