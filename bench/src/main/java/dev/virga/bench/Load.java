package dev.virga.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Sixteen connections that send prepared requests as fast as the answers come. Every answer is
/// checked. Rounds follow each other until they do not get better: a JVM that compiles what it runs
/// needs some. The best is reported.
final class Load {
    static final int CONNECTIONS = 16;
    /// Requests that each connection sends in turn.
    static final int DIFFERENT = 2_000;

    private static final int MIN_ROUNDS = 4;
    private static final int MAX_ROUNDS = 10;
    /// A round that is better by less than this does not count as progress.
    private static final double PROGRESS = 1.05;

    /// Makes the request number `i`.
    interface Maker {
        byte[] request(int i);
    }

    /// Whether an answer is right.
    interface Check {
        boolean right(int status, int bodyLength);
    }

    /// @param cpuMicros of the server's process for each request
    record Result(long requests, double perSecond, double p50Millis, double p99Millis, double cpuMicros) {}

    private record Part(int count, long[] nanos) {}

    private final ServerProcess server;
    private final int seconds;

    Load(ServerProcess server, int seconds) {
        this.server = server;
        this.seconds = seconds;
    }

    Result run(Maker maker, Check check) throws IOException, InterruptedException {
        byte[][][] requests = new byte[CONNECTIONS][DIFFERENT][];
        for (int c = 0; c < CONNECTIONS; c++) {
            for (int i = 0; i < DIFFERENT; i++) {
                requests[c][i] = maker.request(c * DIFFERENT + i);
            }
        }
        Result best = round(requests, check);
        boolean better = true;
        for (int i = 1; i < MIN_ROUNDS || (better && i < MAX_ROUNDS); i++) {
            Result next = round(requests, check);
            better = next.perSecond() > best.perSecond() * PROGRESS || next.cpuMicros() * PROGRESS < best.cpuMicros();
            if (next.perSecond() > best.perSecond()) {
                best = next;
            }
        }
        return best;
    }

    private Result round(byte[][][] requests, Check check) throws IOException, InterruptedException {
        List<Future<Part>> parts = new ArrayList<>();
        long cpu;
        long begin;
        double took;
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            cpu = server.cpuMicros();
            begin = System.nanoTime();
            long until = begin + seconds * 1_000_000_000L;
            for (byte[][] own : requests) {
                parts.add(threads.submit(() -> send(own, check, until)));
            }
        }
        took = (System.nanoTime() - begin) / 1e9;
        cpu = server.cpuMicros() - cpu;
        return result(parts, took, cpu);
    }

    private static Result result(List<Future<Part>> parts, double took, long cpu)
            throws IOException, InterruptedException {
        long[] all = new long[0];
        for (Future<Part> future : parts) {
            try {
                Part part = future.get();
                int before = all.length;
                all = Arrays.copyOf(all, before + part.count());
                System.arraycopy(part.nanos(), 0, all, before, part.count());
            } catch (ExecutionException e) {
                throw new IOException(String.valueOf(e.getCause()), e);
            }
        }
        Arrays.sort(all);
        return new Result(
                all.length,
                all.length / took,
                percentileMillis(all, 50),
                percentileMillis(all, 99),
                (double) cpu / Math.max(1, all.length));
    }

    /// @param sorted nanoseconds
    static double percentileMillis(long[] sorted, int percent) {
        return sorted.length == 0
                ? 0
                : sorted[(int) Math.min(sorted.length - 1L, (long) sorted.length * percent / 100)] / 1e6;
    }

    private Part send(byte[][] requests, Check check, long until) throws IOException {
        long[] nanos = new long[1 << 14];
        int count = 0;
        try (Connection connection = new Connection(server.port())) {
            long begin = System.nanoTime();
            while (begin < until) {
                int status = connection.exchange(requests[count % requests.length]);
                if (!check.right(status, connection.bodyLength())) {
                    throw new IOException("wrong answer: " + status + " " + connection.body());
                }
                long end = System.nanoTime();
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, count * 2);
                }
                nanos[count++] = end - begin;
                begin = end;
            }
        }
        return new Part(count, nanos);
    }
}
