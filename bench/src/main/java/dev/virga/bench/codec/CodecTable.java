package dev.virga.bench.codec;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// `CodecTable <seconds> table|json [protocol]`: runs [CodecBench] in a JVM of its own and prints
/// one row a protocol.
public final class CodecTable {
    private static final int WARMUPS = 3;
    private static final int ROUNDS = 5;
    private static final List<String> STEPS =
            List.of("decode", "decodeJackson", "encode", "encodeJackson", "wholeRequest");

    private CodecTable() {}

    public static void main(String[] arguments) throws RunnerException {
        int seconds = Integer.parseInt(arguments[0]);
        boolean json = arguments[1].equals("json");
        OptionsBuilder options = new OptionsBuilder();
        options.include(CodecBench.class.getName())
                .forks(1)
                .jvmArgs("-XX:+UseSerialGC", "-Xmx512m", "--sun-misc-unsafe-memory-access=allow")
                .warmupIterations(WARMUPS)
                .warmupTime(TimeValue.seconds(seconds))
                .measurementIterations(ROUNDS)
                .measurementTime(TimeValue.seconds(seconds))
                .addProfiler(CpuProfiler.class)
                .verbosity(VerboseMode.SILENT);
        if (arguments.length > 2) {
            options.param("protocol", arguments[2]);
        }
        if (!json) {
            System.out.println(
                    "nanoseconds of processor time; the whole request is decoded, validated, dispatched and its"
                            + " answer encoded\n");
            row("protocol", List.of("decode", "Jackson", "encode", "Jackson", "request"));
        }
        Map<String, Map<String, Double>> rows = new TreeMap<>();
        Collection<RunResult> results = new Runner(options.build()).run();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            rows.computeIfAbsent(result.getParams().getParam("protocol"), p -> new TreeMap<>())
                    .put(name.substring(name.lastIndexOf('.') + 1), cpu(result));
        }
        rows.forEach((protocol, times) -> {
            if (json) {
                System.out.println("{\"protocol\": \"" + protocol + "\", \"nanos\": " + members(times) + "}");
            } else {
                row(
                        protocol,
                        STEPS.stream()
                                .map(step -> String.format(Locale.ROOT, "%.0f", times.getOrDefault(step, Double.NaN)))
                                .toList());
            }
        });
    }

    private static double cpu(RunResult result) {
        Result<?> cpu = result.getSecondaryResults().get(CpuProfiler.LABEL);
        return cpu == null ? Double.NaN : cpu.getScore();
    }

    private static void row(String protocol, List<String> cells) {
        System.out.printf(
                Locale.ROOT,
                "%-14s %8s %8s %8s %8s %8s%n",
                protocol,
                cells.get(0),
                cells.get(1),
                cells.get(2),
                cells.get(3),
                cells.get(4));
    }

    private static String members(Map<String, Double> times) {
        StringBuilder out = new StringBuilder("{");
        times.forEach((step, nanos) -> out.append(out.length() == 1 ? "" : ", ")
                .append(String.format(Locale.ROOT, "\"%s\": %.0f", step, nanos)));
        return out.append('}').toString();
    }
}
