package dev.virga.app.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/// Runs one target: first the corpus, then new inputs and mutations of those that were new, until
/// the time is over. Each run is watched: its exceptions, its CPU time, its memory, its end.
final class Fuzzer {
    /// CPU time of one input.
    static final long MAX_CPU_NANOS = 3_000_000_000L;

    /// An input that neither ends nor computes.
    static final long MAX_WALL_NANOS = 60_000_000_000L;

    private static final int MAX_POOL = 2_000;
    private static final int MAX_POOL_ENTRY = 32_000;
    private static final int MAX_SHAPES = 200_000;
    private static final int MAX_FINDINGS = 20;
    private static final int MAX_CORPUS_FILES = 2_000;

    /// Inputs that a run keeps of a target, beside those that are kept already.
    static final int MAX_KEPT = 200;

    /// Larger ones are mutated further but not kept.
    static final int MAX_KEPT_BYTES = 4 << 10;

    /// @param shapes different outcomes
    record Result(String target, long runs, int shapes, List<Finding> findings) {}

    private final FuzzTarget target;
    private final Path corpus;
    private final Path findings;
    private final long seed;
    private final Random random;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<byte[]> pool = new ArrayList<>();
    private final Set<String> shapes = new HashSet<>();
    private final Set<String> known = new HashSet<>();
    private final List<Finding> found = new ArrayList<>();
    /// Those that reached something new and are small.
    private final List<byte[]> fresh = new ArrayList<>();
    private boolean replaying;
    private volatile byte[] current = new byte[0];
    private volatile long startedAt;
    private long runs;

    /// @param corpus folder of inputs that did harm or were interesting once; need not exist
    /// @param findings folder where inputs are saved that do harm
    Fuzzer(FuzzTarget target, Path corpus, Path findings, long seed) {
        this.target = target;
        this.corpus = corpus.resolve(target.name());
        this.findings = findings.resolve(target.name());
        this.seed = seed;
        this.random = new Random(seed ^ target.name().hashCode());
    }

    /// Returns when the time is over; sooner when an input hangs.
    Result run(long nanos) throws IOException, InterruptedException {
        List<byte[]> first = corpus();
        long end = System.nanoTime() + nanos;
        startedAt = System.nanoTime();
        Thread worker =
                Thread.ofPlatform().daemon().name("fuzz " + target.name()).start(() -> work(first, end));
        while (!worker.join(java.time.Duration.ofMillis(200))) {
            if (System.nanoTime() - startedAt > MAX_WALL_NANOS) {
                StringBuilder where = new StringBuilder("hangs for more than a minute\n");
                for (StackTraceElement frame : worker.getStackTrace()) {
                    where.append("\tat ").append(frame).append('\n');
                }
                report(where.toString(), current);
                worker.interrupt();
                break;
            }
        }
        return new Result(target.name(), runs, shapes.size(), List.copyOf(found));
    }

    private void work(List<byte[]> first, long end) {
        replaying = true;
        for (byte[] input : first) {
            one(input);
            pool.add(input);
        }
        replaying = false;
        Mutator mutator = new Mutator(random, target.tokens());
        while (System.nanoTime() < end && found.size() < MAX_FINDINGS) {
            if (pool.isEmpty() || random.nextInt(5) == 0) {
                one(target.seed(random));
            } else {
                byte[] other = pool.get(random.nextInt(pool.size()));
                one(mutator.mutate(pool.get(random.nextInt(pool.size())), other));
            }
        }
    }

    private void one(byte[] input) {
        current = input;
        startedAt = System.nanoTime();
        runs++;
        String problem = watched(input);
        if (problem != null) {
            report(problem, input);
        }
    }

    /// Null when all is well.
    private String watched(byte[] input) {
        long limit = target.allowedAllocation(input.length);
        long[] used = {0, 0};
        String problem = measured(input, used);
        if (problem != null) {
            return problem;
        }
        if (used[0] > limit || used[1] > MAX_CPU_NANOS) {
            // The first time loads classes and tables: only what is so again counts.
            problem = measured(input, used);
            if (problem != null) {
                return problem;
            }
            if (used[0] > limit) {
                return "allocates " + used[0] + " bytes for " + input.length + " (more than " + limit + ")";
            }
            if (used[1] > MAX_CPU_NANOS) {
                return "takes " + used[1] / 1_000_000 + " ms of CPU";
            }
        }
        return null;
    }

    private String measured(byte[] input, long[] used) {
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long cpu = threads.getCurrentThreadCpuTime();
        try {
            String shape = target.run(input);
            if (shapes.size() < MAX_SHAPES && shapes.add(shape) && input.length <= MAX_POOL_ENTRY) {
                remember(input);
            }
        } catch (Exception | StackOverflowError | AssertionError | OutOfMemoryError e) {
            return Finding.of(e);
        } finally {
            used[0] = threads.getCurrentThreadAllocatedBytes() - bytes;
            used[1] = threads.getCurrentThreadCpuTime() - cpu;
        }
        return null;
    }

    private void remember(byte[] input) {
        if (!replaying && input.length <= MAX_KEPT_BYTES && fresh.size() < MAX_SHAPES) {
            fresh.add(input);
        }
        if (pool.size() < MAX_POOL) {
            pool.add(input);
        } else {
            pool.set(random.nextInt(MAX_POOL), input);
        }
    }

    /// The same problem once only.
    private void report(String problem, byte[] input) {
        String frames = problem.lines()
                .filter(line -> line.startsWith("\tat "))
                .limit(3)
                .reduce("", (a, b) -> a + b);
        String shape = problem.replaceFirst("(?s)[:\n].*", "").replaceAll("[0-9]+", "0") + frames;
        if (!known.add(shape)) {
            return;
        }
        Path file = findings.resolve(HexFormat.of().toHexDigits(Arrays.hashCode(input)));
        try {
            Files.createDirectories(findings);
            Files.write(file, input);
        } catch (IOException e) {
            problem = problem + " (the input could not be saved: " + e + ")";
        }
        found.add(new Finding(target.name(), problem, seed, file));
    }

    /// Writes into the corpus what reached something new, the smallest first; call it after the
    /// run.
    ///
    /// @return how many were written
    int keep() throws IOException {
        long there = 0;
        if (Files.isDirectory(corpus)) {
            try (Stream<Path> files = Files.list(corpus)) {
                there = files.count();
            }
        }
        List<byte[]> smallest = new ArrayList<>(fresh);
        smallest.sort(Comparator.comparingInt(input -> input.length));
        int kept = 0;
        for (byte[] input : smallest) {
            if (there + kept >= MAX_KEPT) {
                break;
            }
            Files.createDirectories(corpus);
            Files.write(corpus.resolve(HexFormat.of().toHexDigits(Arrays.hashCode(input))), input);
            kept++;
        }
        return kept;
    }

    private List<byte[]> corpus() throws IOException {
        if (!Files.isDirectory(corpus)) {
            return List.of();
        }
        List<byte[]> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(corpus)) {
            for (Path file : files.sorted().limit(MAX_CORPUS_FILES).toList()) {
                all.add(Files.readAllBytes(file));
            }
        }
        return all;
    }
}
