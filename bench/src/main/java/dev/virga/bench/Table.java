package dev.virga.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The rows of a run: printed as they come, for people, or all at the end as JSON.
final class Table {
    private static final String NONE = "-";

    /// @param values by column, see [#COLUMNS]; empty where a column says nothing
    private record Row(String what, String who, List<String> values, String note) {}

    private static final List<String> COLUMNS =
            List.of("perSecond", "p50Millis", "p99Millis", "cpuMicros", "residentMB");

    private final boolean json;
    private final List<Row> rows = new ArrayList<>();
    private final String machine;
    private final String label;

    Table(boolean json, String machine, String label) {
        this.json = json;
        this.machine = machine;
        this.label = label;
        if (!json) {
            System.out.println(machine + "; " + label);
            System.out.printf(
                    Locale.ROOT,
                    "%n%-26s %-34s %10s %9s %9s %8s %8s%n",
                    "what",
                    "who",
                    "per s",
                    "p50 ms",
                    "p99 ms",
                    "CPU µs",
                    "MB");
        }
    }

    void load(String what, String who, Load.Result result) {
        add(
                what,
                who,
                List.of(
                        number(result.perSecond(), 0),
                        number(result.p50Millis(), 3),
                        number(result.p99Millis(), 3),
                        number(result.cpuMicros(), 0),
                        ""),
                "");
    }

    /// Single events: how long each took.
    void times(String what, String who, long[] sortedNanos, String cpuMicros, String megabytes) {
        add(
                what,
                who,
                List.of(
                        "",
                        number(Load.percentileMillis(sortedNanos, 50), 1),
                        number(Load.percentileMillis(sortedNanos, 99), 1),
                        cpuMicros,
                        megabytes),
                "");
    }

    /// A row without numbers, and why.
    void missing(String what, String who, String why) {
        add(what, who, List.of("", "", "", "", ""), why);
    }

    static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private void add(String what, String who, List<String> values, String note) {
        rows.add(new Row(what, who, values, note));
        if (!json) {
            List<String> v = values.stream().map(x -> x.isEmpty() ? NONE : x).toList();
            System.out.printf(
                    Locale.ROOT,
                    "%-26s %-34s %10s %9s %9s %8s %8s  %s%n",
                    what,
                    who,
                    v.get(0),
                    v.get(1),
                    v.get(2),
                    v.get(3),
                    v.get(4),
                    note);
        }
    }

    void end() {
        if (!json) {
            return;
        }
        StringBuilder out = new StringBuilder(
                "{\"machine\": " + quoted(machine) + ", \"source\": " + quoted(label) + ", \"rows\": [");
        for (int r = 0; r < rows.size(); r++) {
            Row row = rows.get(r);
            out.append(r == 0 ? "\n" : ",\n").append("  {\"what\": ").append(quoted(row.what()));
            out.append(", \"who\": ").append(quoted(row.who()));
            for (int i = 0; i < COLUMNS.size(); i++) {
                if (!row.values().get(i).isEmpty()) {
                    out.append(", \"" + COLUMNS.get(i) + "\": ")
                            .append(row.values().get(i));
                }
            }
            if (!row.note().isEmpty()) {
                out.append(", \"note\": ").append(quoted(row.note()));
            }
            out.append('}');
        }
        System.out.println(out.append("\n]}"));
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
