package dev.virga.services.secretsmanager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The versions of a secret, oldest first, and the rules of their staging labels. A label is on one
/// version at most; a version without labels is deprecated.
record Versions(List<SecretVersion> all) {
    static final String CURRENT = "AWSCURRENT";
    static final String PREVIOUS = "AWSPREVIOUS";
    static final String PENDING = "AWSPENDING";

    /// Labels of one version.
    static final int MAX_STAGES = 20;

    /// Beyond this, deprecated versions go, but none of the last 24 hours.
    private static final int KEPT = 100;

    private static final Duration KEPT_FOR = Duration.ofHours(24);

    /// What one secret's row can hold, whatever its age.
    private static final int MAX_VERSIONS = 1_000;

    static final Versions NONE = new Versions(List.of());

    @Nullable
    SecretVersion find(String id) {
        for (SecretVersion version : all) {
            if (version.id().equals(id)) {
                return version;
            }
        }
        return null;
    }

    @Nullable
    SecretVersion at(String stage) {
        for (SecretVersion version : all) {
            if (version.stages().contains(stage)) {
                return version;
            }
        }
        return null;
    }

    /// @throws dev.virga.wire.AwsException LimitExceededException
    Versions with(SecretVersion version, long nowMillis) {
        List<SecretVersion> more = new ArrayList<>(all);
        more.add(version);
        long before = nowMillis - KEPT_FOR.toMillis();
        for (int i = 0; i < more.size() && more.size() > KEPT; ) {
            SecretVersion old = more.get(i);
            if (old.stages().isEmpty() && i < more.size() - 1 && old.createdMillis() <= before) {
                more.remove(i);
            } else {
                i++;
            }
        }
        if (more.size() > MAX_VERSIONS) {
            throw SecretErrors.limit("You've exceeded the number of versions that a secret can have: " + MAX_VERSIONS
                    + ". Versions of the last 24 hours are kept.");
        }
        return new Versions(List.copyOf(more));
    }

    Versions change(String id, UnaryOperator<SecretVersion> change) {
        return new Versions(
                all.stream().map(v -> v.id().equals(id) ? change.apply(v) : v).toList());
    }

    Versions without(String id) {
        return new Versions(all.stream().filter(v -> !v.id().equals(id)).toList());
    }

    /// Moves a label to a version, or takes it away when `id` is null. With `AWSCURRENT` goes
    /// `AWSPREVIOUS`: to the version that was current.
    ///
    /// @throws dev.virga.wire.AwsException LimitExceededException
    Versions move(String stage, @Nullable String id) {
        SecretVersion from = at(stage);
        if (from != null && from.id().equals(id)) {
            return this;
        }
        Versions moved = from == null ? this : change(from.id(), v -> v.without(stage));
        if (id != null) {
            moved = moved.change(id, v -> v.with(stage));
            SecretVersion to = moved.find(id);
            if (to != null && to.stages().size() > MAX_STAGES) {
                throw SecretErrors.limit(
                        "A secret version can have at most " + MAX_STAGES + " staging labels attached to it.");
            }
        }
        return stage.equals(CURRENT) && from != null ? moved.move(PREVIOUS, from.id()) : moved;
    }

    /// Gives a version its labels, one after the other.
    Versions label(String id, List<String> stages) {
        Versions labelled = this;
        for (String stage : stages) {
            labelled = labelled.move(stage, id);
        }
        return labelled;
    }

    /// A rotation that began and did not end.
    @Nullable
    SecretVersion pending() {
        SecretVersion pending = at(PENDING);
        return pending == null || pending.stages().contains(CURRENT) ? null : pending;
    }
}
