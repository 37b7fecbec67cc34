package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.Filter;
import dev.virga.services.secretsmanager.SecretTable.Found;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The filters of ListSecrets and BatchGetSecretValue: all of them must hold, each for one of its
/// values. A value with `!` before it holds when the rest does not.
final class SecretFilter {
    private static final Pattern WORDS = Pattern.compile("[^A-Za-z0-9]+");

    private SecretFilter() {}

    /// @throws dev.virga.wire.AwsException InvalidParameterException
    static void check(@Nullable List<Filter> filters) {
        for (Filter filter : filters == null ? List.<Filter>of() : filters) {
            if (filter.key() == null) {
                throw SecretErrors.parameter("Invalid filter key: a filter needs a Key.");
            }
            if (filter.values() == null) {
                throw SecretErrors.parameter("Invalid filter values for key: " + filter.key());
            }
        }
    }

    static boolean matches(Found found, @Nullable List<Filter> filters) {
        return filters == null || filters.stream().allMatch(filter -> matches(found, filter));
    }

    private static boolean matches(Found found, Filter filter) {
        return filter.values().stream()
                .anyMatch(value -> value.startsWith("!")
                        ? !matches(found, filter.key(), value.substring(1))
                        : matches(found, filter.key(), value));
    }

    private static boolean matches(Found found, String key, String value) {
        Secret secret = found.secret();
        return switch (key) {
            case "name" -> secret.name().startsWith(value);
            case "tag-key" -> anyStarts(secret.tags().keySet(), value);
            case "tag-value" -> anyStarts(secret.tags().values(), value);
            case "description" -> words(value, List.of(text(secret.description())));
            case "primary-region" -> text(found.primaryRegion()).startsWith(value);
            // No service but its owner makes secrets here.
            case "owning-service" -> value.isEmpty();
            default -> {
                List<String> texts = new ArrayList<>(List.of(secret.name(), text(secret.description())));
                texts.addAll(secret.tags().keySet());
                texts.addAll(secret.tags().values());
                texts.add(text(found.primaryRegion()));
                yield words(value, texts);
            }
        };
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static boolean anyStarts(Collection<String> texts, String prefix) {
        return texts.stream().anyMatch(text -> text.startsWith(prefix));
    }

    /// Whether every word of the value begins a word of a text, in whatever case; or the value
    /// begins a text.
    private static boolean words(String value, List<String> texts) {
        String wanted = value.toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        for (String text : texts) {
            String lower = text.toLowerCase(Locale.ROOT);
            if (lower.startsWith(wanted)) {
                return true;
            }
            words.addAll(List.of(WORDS.split(lower)));
        }
        String[] parts = WORDS.split(wanted);
        for (String part : parts) {
            if (!part.isEmpty() && words.stream().noneMatch(word -> word.startsWith(part))) {
                return false;
            }
        }
        return parts.length > 0;
    }
}
