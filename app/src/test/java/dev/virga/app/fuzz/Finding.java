package dev.virga.app.fuzz;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/// An input that did harm.
///
/// @param seed with which the run began
/// @param file where the input was saved; it belongs into the corpus
record Finding(String target, String problem, long seed, Path file) {
    /// @return the first line and the frames of Virga's own that follow
    static String of(Throwable e) {
        StringWriter text = new StringWriter();
        Throwable deepest = e.getCause() == null ? e : e.getCause();
        deepest.printStackTrace(new PrintWriter(text));
        return (deepest == e ? "" : e + "\n")
                + text.toString().lines().limit(14).reduce("", (a, b) -> a + b + "\n");
    }

    @Override
    public String toString() {
        return "fuzz " + target + ": " + problem.strip() + "\n  seed " + seed + ", input " + file;
    }
}
