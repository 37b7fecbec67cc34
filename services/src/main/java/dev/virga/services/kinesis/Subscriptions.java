package dev.virga.services.kinesis;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The open subscriptions of this process: one for each consumer and shard. Nothing of it is
/// durable. Any thread may call it.
final class Subscriptions implements AutoCloseable {
    /// So long nobody else can take a subscription over.
    static final Duration PROTECTED = Duration.ofSeconds(5);

    /// Of all accounts together.
    static final int MAX_SUBSCRIPTIONS = 10_000;

    /// Of one account, whoever's streams it reads: so that it leaves others some.
    static final int MAX_ACCOUNT_SUBSCRIPTIONS = 2_000;

    private final Map<String, ShardSubscription> open = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    /// Ends an older one for the same consumer and shard.
    ///
    /// @throws dev.virga.wire.AwsException ResourceInUseException, LimitExceededException
    void open(ShardSubscription subscription) {
        lock.lock();
        try {
            ShardSubscription older = open.get(subscription.key());
            if (older != null && older.opened().plus(PROTECTED).isAfter(subscription.opened())) {
                throw KinesisErrors.inUse(
                        "Another active subscription exists for this consumer: " + subscription.key());
            }
            if (older == null && open.size() >= MAX_SUBSCRIPTIONS) {
                throw KinesisErrors.limit("There are too many subscriptions, at most " + MAX_SUBSCRIPTIONS + ".");
            }
            if (ofAccount(subscription) >= MAX_ACCOUNT_SUBSCRIPTIONS) {
                throw KinesisErrors.limit("Account " + subscription.account() + " has too many subscriptions, at most "
                        + MAX_ACCOUNT_SUBSCRIPTIONS + ".");
            }
            open.put(subscription.key(), subscription);
            if (older != null) {
                older.takeOver();
            }
        } finally {
            lock.unlock();
        }
    }

    /// How many others its account has.
    private long ofAccount(ShardSubscription subscription) {
        return open.values().stream()
                .filter(other -> other.account().equals(subscription.account())
                        && !other.key().equals(subscription.key()))
                .count();
    }

    void close(ShardSubscription subscription) {
        lock.lock();
        try {
            open.remove(subscription.key(), subscription);
        } finally {
            lock.unlock();
        }
    }

    private List<ShardSubscription> all() {
        lock.lock();
        try {
            return List.copyOf(open.values());
        } finally {
            lock.unlock();
        }
    }

    /// Those of a consumer look whether it is still there.
    void wake(String consumerArn) {
        for (ShardSubscription subscription : all()) {
            if (subscription.key().startsWith(consumerArn + ":")) {
                subscription.wake();
            }
        }
    }

    int count() {
        return all().size();
    }

    /// Clients see the end of their streams.
    @Override
    public void close() {
        all().forEach(ShardSubscription::end);
    }
}
