package dev.virga.conformance;

import dev.virga.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The script of calls in src/test/calls; its README says what it holds.
record CallScript(List<Step> steps) {
    static final Path FOLDER = Path.of(System.getProperty("virga.root", ".."), "conformance", "src", "test", "calls");

    private static final int POLLS = 400;
    private static final int POLL_MILLIS = 50;
    private static final String NOTHING = "bm90aGluZw==";

    /// @param fails the error code that has to be answered, null when it has to succeed
    record Step(
            String service,
            String operation,
            Map<String, Object> input,
            @Nullable String fails,
            Map<String, String> save,
            @Nullable Map<String, String> until) {}

    /// How one client was answered.
    ///
    /// @param known members that an answer of `service.Operation` can have in the client's model;
    ///     all when the operation is not there
    record Played(
            String client,
            Map<String, String> variables,
            List<Map<String, Object>> answers,
            Map<String, List<String>> known) {
        Played named(String name) {
            return new Played(name, variables, answers, known);
        }
    }

    /// One call; the answer is `answer` or `error`.
    interface Client {
        Map<String, Object> call(String service, String operation, Map<String, Object> input) throws Exception;
    }

    @SuppressWarnings("unchecked")
    static CallScript read() throws IOException {
        List<Step> steps = new ArrayList<>();
        for (Object one : (List<Object>) Json.parse(Files.readAllBytes(FOLDER.resolve("calls.json")))) {
            Map<String, Object> step = (Map<String, Object>) one;
            steps.add(new Step(
                    (String) step.get("service"),
                    (String) step.get("operation"),
                    (Map<String, Object>) step.get("input"),
                    (String) step.get("fails"),
                    (Map<String, String>) step.getOrDefault("save", Map.of()),
                    (Map<String, String>) step.get("until")));
        }
        return new CallScript(List.copyOf(steps));
    }

    @SuppressWarnings("unchecked")
    static Played played(String printed) {
        Map<String, Object> all = (Map<String, Object>) Json.parse(printed);
        return new Played(
                (String) all.get("client"),
                (Map<String, String>) all.get("variables"),
                (List<Map<String, Object>>) all.get("answers"),
                (Map<String, List<String>>) all.getOrDefault("known", Map.of()));
    }

    @SuppressWarnings("unchecked")
    Played play(String name, String account, String region, Client client) throws Exception {
        Map<String, String> variables = new LinkedHashMap<>(Map.of("ACCOUNT", account, "REGION", region));
        List<Map<String, Object>> answers = new ArrayList<>();
        for (Step step : steps) {
            Map<String, Object> answer = Map.of();
            for (int i = 0; i < (step.until == null ? 1 : POLLS); i++) {
                Map<String, Object> input = (Map<String, Object>) filled(step.input, variables);
                answer = client.call(step.service, step.operation, input);
                if (step.until == null
                        || step.until.get("is").equals(at(answer.get("answer"), step.until.get("path")))) {
                    break;
                }
                Thread.sleep(POLL_MILLIS);
            }
            for (Map.Entry<String, String> saved : step.save.entrySet()) {
                variables.put(saved.getKey(), text(at(answer.get("answer"), saved.getValue())));
            }
            answers.add(answer);
        }
        return new Played(name, variables, answers, Map.of());
    }

    private static @Nullable Object at(@Nullable Object value, String path) {
        Object at = value;
        for (String step : path.split("\\.")) {
            at = switch (at) {
                case Map<?, ?> map -> map.get(step);
                case List<?> list when Integer.parseInt(step) < list.size() -> list.get(Integer.parseInt(step));
                case null, default -> null;
            };
        }
        return at;
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> NOTHING;
            case Map<?, ?> map
            when map.get("$blob") instanceof String text ->
                Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            case Map<?, ?> map -> String.valueOf(map.get("$base64"));
            default -> value.toString();
        };
    }

    private static Object filled(Object value, Map<String, String> variables) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> filled = new LinkedHashMap<>();
                map.forEach((key, one) -> filled.put(filled(key, variables), filled(one, variables)));
                yield filled;
            }
            case List<?> list ->
                list.stream().map(one -> filled(one, variables)).toList();
            case String text when text.equals("$now") -> System.currentTimeMillis();
            case String text -> {
                for (Map.Entry<String, String> variable : variables.entrySet()) {
                    text = text.replace("${" + variable.getKey() + "}", variable.getValue());
                }
                yield text;
            }
            default -> value;
        };
    }
}
