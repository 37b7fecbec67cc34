package dev.virga.app.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Fuzzes for as long as is wanted: what `virga fuzz` runs, and the slice in the tests.
public final class FuzzMain {
    private static final long DEFAULT_MINUTES = 5;

    private FuzzMain() {}

    /// What came out.
    ///
    /// @param summary one line
    /// @param findings what did harm, for people; empty when all is well
    public record Report(String summary, List<String> findings) {}

    /// `--minutes N`, `--seed N`, `--corpus FOLDER`, and names of targets; all of them without.
    public static void main(String[] arguments) throws Exception {
        long minutes = DEFAULT_MINUTES;
        long seed = System.nanoTime();
        Path corpus = Path.of("corpus");
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--minutes" -> minutes = Long.parseLong(arguments[++i]);
                case "--seed" -> seed = Long.parseLong(arguments[++i]);
                case "--corpus" -> corpus = Path.of(arguments[++i]);
                default -> targets.add(arguments[i]);
            }
        }
        Path home = Files.createTempDirectory("virga-fuzz");
        Report report;
        try {
            report = run(home, corpus, corpus, seed, Duration.ofMinutes(minutes), targets, true);
        } finally {
            delete(home);
        }
        report.findings().forEach(System.out::println);
        System.out.println(report.summary());
        System.exit(report.findings().isEmpty() ? 0 : 1);
    }

    /// @param home of the cloud that is started; may be empty
    /// @param corpus folder with one folder a target
    /// @param saved folder for inputs that do harm
    /// @param time for all targets together
    /// @param names of targets; none means all
    /// @param keep whether inputs that reached something new are written into the corpus
    public static Report run(
            Path home, Path corpus, Path saved, long seed, Duration time, List<String> names, boolean keep)
            throws Exception {
        List<Fuzzer.Result> results = new ArrayList<>();
        try (RunningServer server = new RunningServer(home)) {
            List<FuzzTarget> targets = new ArrayList<>(FuzzTargets.decoders());
            targets.addAll(FuzzTargets.services(server));
            String known = targets.stream().map(FuzzTarget::name).collect(Collectors.joining(" "));
            if (!names.isEmpty()) {
                targets.removeIf(target -> !names.contains(target.name()));
            }
            if (targets.isEmpty()) {
                throw new IllegalArgumentException("there is no such target; there are: " + known);
            }
            for (FuzzTarget target : targets) {
                long nanos = time.toNanos() / targets.size();
                Fuzzer fuzzer = new Fuzzer(target, corpus, saved, seed);
                Fuzzer.Result result = fuzzer.run(nanos);
                int kept = keep ? fuzzer.keep() : 0;
                System.out.printf(
                        "fuzz %-12s %,10d inputs %,6d outcomes %d findings%s%n",
                        result.target(),
                        result.runs(),
                        result.shapes(),
                        result.findings().size(),
                        kept == 0 ? "" : ", " + kept + " inputs kept");
                results.add(result);
            }
        }
        long runs = results.stream().mapToLong(Fuzzer.Result::runs).sum();
        int shapes = results.stream().mapToInt(Fuzzer.Result::shapes).sum();
        List<String> findings = results.stream()
                .flatMap(r -> r.findings().stream())
                .map(Finding::toString)
                .toList();
        String summary = "Fuzzing: %,d inputs to %d targets, %,d different outcomes, %d findings (seed %d)"
                .formatted(runs, results.size(), shapes, findings.size(), seed);
        return new Report(summary, findings);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
