package dev.virga.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server that was started to be measured, ours or a peer's. Closing ends it.
final class ServerProcess implements AutoCloseable {
    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 20;
    /// Of /proc; the same on every Linux that people use.
    private static final int MICROS_PER_TICK = 10_000;

    private final Process process;
    private final int port;
    private final long startedNanos;

    private ServerProcess(Process process, int port, long startedNanos) {
        this.process = process;
        this.port = port;
        this.startedNanos = startedNanos;
    }

    /// Its output goes to a file. It does not listen yet.
    static ServerProcess start(List<String> command, int port, Path folder, Path log) throws IOException {
        long now = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(new File("/dev/null"))
                .start();
        return new ServerProcess(process, port, now);
    }

    /// One that nobody uses now.
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /// Sends the request until it is answered with less than 500; returns the milliseconds since
    /// the process was started.
    double awaitAnswer(byte[] request) throws IOException, InterruptedException {
        long until = startedNanos + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < until) {
            if (!process.isAlive()) {
                throw new IOException("the server ended: exit code " + process.exitValue());
            }
            if (listens()) {
                try (Connection connection = new Connection(port)) {
                    if (connection.exchange(request) < 500) {
                        return (System.nanoTime() - startedNanos) / 1e6;
                    }
                } catch (IOException e) {
                    // Not ready yet.
                }
            }
            Thread.sleep(1);
        }
        throw new IOException("the server did not answer within " + START_SECONDS + " s");
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /// User and system time of the process so far, all threads, without its children.
    long cpuMicros() {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_PER_TICK;
        } catch (IOException e) {
            throw new UncheckedIOException("the server's CPU time cannot be read", e);
        }
    }

    double residentMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
            }
        }
        throw new IOException("the server's memory cannot be read");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
