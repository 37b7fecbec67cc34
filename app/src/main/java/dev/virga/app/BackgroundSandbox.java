package dev.virga.app;

import dev.virga.sandbox.Instance;
import dev.virga.sandbox.LogSink;
import dev.virga.sandbox.Sandbox;
import dev.virga.sandbox.SandboxSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A sandbox that gets ready while the server answers already: finding out what this machine allows
/// takes longer than everything else at the start, and only functions need it.
final class BackgroundSandbox implements Sandbox {
    private static final System.Logger LOG = System.getLogger(BackgroundSandbox.class.getName());

    /// Makes the real one.
    interface Opening {
        Sandbox open() throws IOException;
    }

    private final FutureTask<Sandbox> ready;

    BackgroundSandbox(Opening opening) {
        ready = new FutureTask<>(opening::open);
        Thread.ofPlatform().name("sandbox-opening").daemon().start(() -> {
            ready.run();
            report();
        });
    }

    private void report() {
        try {
            LOG.log(System.Logger.Level.INFO, "functions are isolated by {0}", opened().isolation());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "functions cannot run here: {0}", e.getMessage());
        }
    }

    private Sandbox opened() throws IOException {
        try {
            return ready.get();
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public Instance start(SandboxSpec spec, LogSink log) throws IOException {
        return opened().start(spec, log);
    }

    @Override
    public String endpoint(SandboxSpec.Network network) {
        try {
            return opened().endpoint(network);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String isolation() {
        try {
            return opened().isolation();
        } catch (IOException e) {
            return "nothing: " + e.getMessage();
        }
    }

    @Override
    public void close() {
        try {
            opened().close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "there is no sandbox to close", e);
        }
    }
}
