package dev.virga.services.lambda;

import dev.virga.kernel.Time;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// How many invocations run at once: per account and region, and per function that has a share
/// reserved. Also how fast a function may grow: a bucket of 1,000 starts that fills up again within
/// 10 seconds.
///
/// Kept in memory: it counts what runs in this process. Any thread may call it; nothing waits here.
final class Concurrency {
    /// What PutFunctionConcurrency always leaves to the functions without a share of their own.
    static final int MIN_UNRESERVED = 100;

    private static final int STARTS = 1000;
    private static final long REFILL_MILLIS = 10_000;
    /// Functions whose counters are kept; idle ones are dropped beyond that.
    private static final int MAX_FUNCTIONS = 100_000;

    private final int limit;
    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Account> accounts = new HashMap<>();

    /// @param limit of an account
    Concurrency(int limit, Time time) {
        this.limit = limit;
        this.time = time;
    }

    private static final class Account {
        int unreservedRunning;
        final Map<String, Counter> functions = new HashMap<>();
    }

    private static final class Counter {
        int running;
        double starts = STARTS;
        long refilledMillis;
    }

    int limit() {
        return limit;
    }

    /// Leave to run one invocation. Closed when it is over.
    final class Permit implements AutoCloseable {
        private final Account account;
        private final Counter counter;
        private final boolean reserved;
        private boolean closed;

        private Permit(Account account, Counter counter, boolean reserved) {
            this.account = account;
            this.counter = counter;
            this.reserved = reserved;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (!closed) {
                    closed = true;
                    counter.running--;
                    account.unreservedRunning -= reserved ? 0 : 1;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /// @param reserved share of this function, or null
    /// @param allReserved shares of all functions of the account together
    /// @throws AwsException TooManyRequestsException
    Permit enter(FunctionName name, @Nullable Integer reserved, int allReserved) {
        lock.lock();
        try {
            Account account = accounts.computeIfAbsent(name.account() + "/" + name.region(), key -> new Account());
            if (account.functions.size() >= MAX_FUNCTIONS) {
                account.functions.values().removeIf(c -> c.running == 0);
            }
            Counter counter = account.functions.computeIfAbsent(name.name(), key -> new Counter());
            if (reserved != null && counter.running >= reserved) {
                throw LambdaErrors.throttled("ReservedFunctionConcurrentInvocationLimitExceeded");
            }
            if (reserved == null && account.unreservedRunning >= limit - allReserved) {
                throw LambdaErrors.throttled("ConcurrentInvocationLimitExceeded");
            }
            counter.running++;
            account.unreservedRunning += reserved == null ? 1 : 0;
            return new Permit(account, counter, reserved != null);
        } finally {
            lock.unlock();
        }
    }

    /// Counts the start of an instance.
    ///
    /// @throws AwsException TooManyRequestsException when the function grows too fast
    void start(Permit permit) {
        lock.lock();
        try {
            Counter counter = permit.counter;
            long now = time.instant().toEpochMilli();
            long passed = Math.max(0, now - counter.refilledMillis);
            counter.starts = Math.min(STARTS, counter.starts + (double) passed * STARTS / REFILL_MILLIS);
            counter.refilledMillis = now;
            if (counter.starts < 1) {
                throw LambdaErrors.throttled("ConcurrentInvocationLimitExceeded");
            }
            counter.starts--;
        } finally {
            lock.unlock();
        }
    }
}
