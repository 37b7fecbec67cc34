package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.Filter;
import dev.virga.api.secretsmanager.InvalidNextTokenException;
import dev.virga.services.secretsmanager.SecretTable.Found;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A page of a place's secrets in some order. It reads all of them and keeps one page in memory.
final class SecretListing {
    private final SecretTable secrets;

    SecretListing(SecretTable secrets) {
        this.secrets = secrets;
    }

    /// @param sortBy as ListSecrets takes it, or null
    /// @param deleted those that are marked for deletion as well
    record Query(
            Place place,
            @Nullable List<Filter> filters,
            @Nullable String sortBy,
            @Nullable String sortOrder,
            boolean deleted,
            int max,
            @Nullable String token) {}

    record Page(List<Found> found, @Nullable String next) {}

    /// @param number what is sorted by, when it is a time
    private record Entry(long number, String name, @Nullable Found found) {}

    Page list(Query query) {
        SecretFilter.check(query.filters());
        boolean byName = "name".equals(query.sortBy());
        boolean ascending =
                query.sortOrder() == null ? byName : query.sortOrder().equals("asc");
        Comparator<Entry> order = Comparator.comparingLong(Entry::number).thenComparing(Entry::name);
        Comparator<Entry> wanted = ascending ? order : order.reversed();
        Entry after = query.token() == null ? null : read(query.token());
        TreeSet<Entry> page = new TreeSet<>(wanted);
        secrets.each(query.place(), found -> {
            Entry entry =
                    new Entry(number(found, query.sortBy()), found.secret().name(), found);
            boolean listed = (query.deleted() || !found.secret().deleted())
                    && (after == null || wanted.compare(entry, after) > 0)
                    && SecretFilter.matches(found, query.filters());
            if (listed) {
                page.add(entry);
                if (page.size() > query.max() + 1) {
                    page.pollLast();
                }
            }
        });
        String next = null;
        if (page.size() > query.max()) {
            page.pollLast();
            next = PageToken.of(Long.toString(page.last().number()), page.last().name());
        }
        List<Found> all =
                page.stream().map(Entry::found).filter(found -> found != null).toList();
        return new Page(all, next);
    }

    private static long number(Found found, @Nullable String sortBy) {
        return switch (sortBy) {
            case "name" -> 0;
            case "last-changed-date" -> found.secret().dates().changedMillis();
            case "last-accessed-date" -> {
                Instant accessed = SecretViews.accessed(found);
                yield accessed == null ? 0 : accessed.toEpochMilli();
            }
            case null, default -> SecretViews.created(found);
        };
    }

    private static Entry read(String token) {
        List<String> parts = PageToken.read(token);
        try {
            return new Entry(Long.parseLong(parts.getFirst()), parts.getLast(), null);
        } catch (NumberFormatException e) {
            throw new InvalidNextTokenException("The NextToken value is invalid.");
        }
    }
}
