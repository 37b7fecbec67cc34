package dev.virga.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// House rules about the source text, as a failing test.
class TidyTest {
    private static final int MAX_FILE_LINES = 500;
    private static final int MAX_METHOD_LINES = 70;
    private static final int MAX_DOC_COLUMNS = 120;

    private static final Path ROOT = Path.of(System.getProperty("virga.root", ".."));
    private static final List<String> MODULES =
            List.of("codegen", "wire", "http", "store", "sandbox", "services", "app", "conformance");

    /// The start of a method or constructor, as the formatter lays it out.
    private static final Pattern METHOD = Pattern.compile("^(?<indent> {4,12})(?!(new|return|throw|else|case) )"
            + "(?:[A-Za-z@<][\\w<>\\[\\],.?@ ]* \\w+|[A-Z]\\w*)\\(.*$|^(?<record> {4,12})(public )?record .*$");

    private record Source(Path file, List<String> lines) {
        String name() {
            return ROOT.relativize(file).toString();
        }
    }

    private static List<Source> sources(String... kinds) throws IOException {
        List<Source> found = new ArrayList<>();
        for (String module : MODULES) {
            for (String kind : kinds) {
                Path folder = ROOT.resolve(module).resolve("src").resolve(kind).resolve("java");
                if (!Files.isDirectory(folder)) {
                    continue;
                }
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file :
                            files.filter(f -> f.toString().endsWith(".java")).toList()) {
                        found.add(new Source(file, Files.readAllLines(file)));
                    }
                }
            }
        }
        assertThat(found).isNotEmpty();
        return found;
    }

    @Test
    void filesAreShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Source source : sources("main", "test")) {
            if (source.lines().size() > MAX_FILE_LINES) {
                tooLong.add(source.name() + " has " + source.lines().size() + " lines");
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void methodsAreShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Source source : sources("main", "test")) {
            List<String> lines = source.lines();
            for (int i = 0; i < lines.size(); i++) {
                Matcher method = METHOD.matcher(lines.get(i));
                if (!method.matches()
                        || method.group("indent") == null
                        || lines.get(i).contains(" record ")) {
                    continue;
                }
                int end = end(lines, i, method.group("indent"));
                if (end - i + 1 > MAX_METHOD_LINES) {
                    tooLong.add(source.name() + ":" + (i + 1) + " " + (end - i + 1) + " lines");
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    /// The line with the closing brace of the same indent; the start itself when there is no body.
    private static int end(List<String> lines, int start, String indent) {
        for (int i = start; i < lines.size(); i++) {
            String line = lines.get(i);
            if (i > start && line.equals(indent + "}")) {
                return i;
            }
            boolean declaration = line.endsWith(";") && line.startsWith(indent) && !line.startsWith(indent + " ");
            if (declaration
                    || (i > start && line.startsWith(indent) && Character.isLetter(line.charAt(indent.length())))) {
                return i;
            }
        }
        return start;
    }

    @Test
    void onlyTimeReadsTheClock() throws IOException {
        Pattern clock = Pattern.compile(
                "\\bInstant\\.now\\(|\\bcurrentTimeMillis\\(|\\bLocalDate(Time)?\\.now\\("
                        + "|\\bZonedDateTime\\.now\\(|\\bOffsetDateTime\\.now\\(|\\bClock\\.system|\\bInstantSource\\.system\\(");
        List<String> found = new ArrayList<>();
        for (Source source : sources("main")) {
            if (source.name().endsWith("kernel/SystemTime.java")
                    // Runs in the function's process, whose clock is the machine's.
                    || source.name().contains("/dev/virga/runtime/")) {
                continue;
            }
            for (int i = 0; i < source.lines().size(); i++) {
                String line = source.lines().get(i);
                if (!line.strip().startsWith("//") && clock.matcher(line).find()) {
                    found.add(source.name() + ":" + (i + 1) + " " + line.strip());
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void namesSayWhatAThingIs() throws IOException {
        List<String> vague = new ArrayList<>();
        for (Source source : sources("main")) {
            String name = source.file().getFileName().toString();
            if (name.matches(".*(Manager|Helper|Utils?|Impl)\\.java")) {
                vague.add(source.name());
            }
        }
        assertThat(vague).isEmpty();
    }

    @Test
    void docLinesAreShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Source source : sources("main", "test")) {
            for (int i = 0; i < source.lines().size(); i++) {
                String line = source.lines().get(i);
                if (line.strip().startsWith("///") && line.length() > MAX_DOC_COLUMNS) {
                    tooLong.add(source.name() + ":" + (i + 1));
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void everyDependencyIsListed() throws IOException {
        String listed = Files.readString(ROOT.resolve("docs/dependencies.md"));
        Pattern dependency = Pattern.compile("<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)<");
        List<String> missing = new ArrayList<>();
        for (String module : MODULES) {
            Matcher matcher =
                    dependency.matcher(Files.readString(ROOT.resolve(module).resolve("pom.xml")));
            while (matcher.find()) {
                String name = matcher.group(1) + ":" + matcher.group(2);
                boolean together = listed.contains(matcher.group(1) + ":*");
                if (!matcher.group(1).equals("dev.virga") && !together && !listed.contains(name)) {
                    missing.add(module + ": " + name);
                }
            }
        }
        assertThat(missing).isEmpty();
    }
}
