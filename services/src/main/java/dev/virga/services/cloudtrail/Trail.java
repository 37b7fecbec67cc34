package dev.virga.services.cloudtrail;

import dev.virga.kernel.Arn;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A trail: where events go, which, and how its last deliveries went.
///
/// @param region its home
/// @param selectors JSON as [Selectors] reads it
/// @param delivery to S3, @param logs to CloudWatch Logs
record Trail(
        String account,
        String region,
        String name,
        String bucket,
        @Nullable String prefix,
        boolean globalEvents,
        boolean multiRegion,
        @Nullable String logGroupArn,
        @Nullable String roleArn,
        String selectors,
        Map<String, String> tags,
        boolean logging,
        @Nullable Instant started,
        @Nullable Instant stopped,
        Outcome delivery,
        Outcome logs) {
    /// @param attempted last, @param succeeded last, @param error of the last attempt
    record Outcome(
            @Nullable Instant attempted,
            @Nullable Instant succeeded,
            @Nullable String error) {
        static final Outcome NONE = new Outcome(null, null, null);

        Outcome next(Instant now, @Nullable String failure) {
            return new Outcome(now, failure == null ? now : succeeded, failure);
        }
    }

    String arn() {
        return new Arn("cloudtrail", region, account, "trail/" + name).toString();
    }

    /// Whether events of this region are its business.
    boolean covers(String eventRegion, boolean global) {
        if (global) {
            return globalEvents || multiRegion;
        }
        return multiRegion || region.equals(eventRegion);
    }

    boolean hasCustomSelectors() {
        return !selectors.isEmpty();
    }

    Trail withSelectors(String json) {
        return with(to -> to.selectors = json);
    }

    Trail withTags(Map<String, String> others) {
        return with(to -> to.tags = others);
    }

    Trail withLogging(boolean on, Instant now) {
        return with(to -> {
            to.logging = on;
            to.started = on ? now : started;
            to.stopped = on ? stopped : now;
        });
    }

    Trail withOutcomes(Outcome toBucket, Outcome toLogs) {
        return with(to -> {
            to.delivery = toBucket;
            to.logs = toLogs;
        });
    }

    private Trail with(Consumer<Change> change) {
        Change to = new Change();
        change.accept(to);
        return to.made();
    }

    /// What changes without the trail being written anew; each as it is until it is set.
    private final class Change {
        private String selectors = Trail.this.selectors;
        private Map<String, String> tags = Trail.this.tags;
        private boolean logging = Trail.this.logging;
        private @Nullable Instant started = Trail.this.started;
        private @Nullable Instant stopped = Trail.this.stopped;
        private Outcome delivery = Trail.this.delivery;
        private Outcome logs = Trail.this.logs;

        Trail made() {
            return new Trail(
                    account,
                    region,
                    name,
                    bucket,
                    prefix,
                    globalEvents,
                    multiRegion,
                    logGroupArn,
                    roleArn,
                    selectors,
                    tags,
                    logging,
                    started,
                    stopped,
                    delivery,
                    logs);
        }
    }
}
