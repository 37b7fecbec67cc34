package dev.virga.services.lambda;

import dev.virga.api.logs.CreateLogGroupRequest;
import dev.virga.api.logs.CreateLogStreamRequest;
import dev.virga.api.logs.InputLogEvent;
import dev.virga.api.logs.LogsOps;
import dev.virga.api.logs.PutLogEventsRequest;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.wire.AwsException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// Brings what functions write to CloudWatch Logs, as the function's own role, as Lambda does: a
/// role that may not write logs has none. Each log is shipped by a virtual thread of its own,
/// shortly after its first new line, so that lines travel in batches and an invocation never waits
/// for them.
final class LogShipper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LogShipper.class.getName());
    /// How long lines are collected. Not measured by the cloud's clock, which tests may hold.
    private static final long COLLECT_MILLIS = 80;
    /// Batches that are written at the same time.
    private static final int MAX_WRITING = 32;

    private static final int MAX_ATTEMPTS = 5;
    private static final long RETRY_MILLIS = 200;
    /// Functions that have been warned about; beyond that all are warned about once more.
    private static final int MAX_WARNED = 10_000;

    private final Cloud cloud;
    private final Semaphore writing = new Semaphore(MAX_WRITING);
    private final Set<Thread> shipping = ConcurrentHashMap.newKeySet();
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    LogShipper(Cloud cloud) {
        this.cloud = cloud;
    }

    /// Where a log goes.
    ///
    /// @param as the function's role
    record Stream(Caller as, String region, String group, String name) {}

    /// Ships a log whenever it has something; the log calls [#ready].
    final class Route {
        private final Stream stream;
        private final AtomicBoolean scheduled = new AtomicBoolean();
        private volatile InstanceLog log;

        // The log and its route refer to each other: the log comes right after.
        @SuppressWarnings("NullAway.Init")
        Route(Stream stream) {
            this.stream = stream;
        }

        void carries(InstanceLog instanceLog) {
            this.log = instanceLog;
        }

        void ready() {
            if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
                Thread thread =
                        Thread.ofVirtual().name("logs " + stream.group()).unstarted(this::run);
                shipping.add(thread);
                thread.start();
            }
        }

        private void run() {
            try {
                if (!closing) {
                    Thread.sleep(COLLECT_MILLIS);
                }
            } catch (InterruptedException e) {
                // Closing: what is there goes now.
                Thread.interrupted();
            }
            try {
                ship(stream, log);
            } finally {
                // Not before: two threads would bring the lines of one log out of order.
                scheduled.set(false);
                shipping.remove(Thread.currentThread());
            }
            if (!log.empty()) {
                ready();
            }
        }
    }

    private void ship(Stream stream, InstanceLog log) {
        writing.acquireUninterruptibly();
        try {
            for (List<InputLogEvent> batch = log.take(); !batch.isEmpty(); batch = log.take()) {
                put(stream, batch);
            }
        } finally {
            writing.release();
        }
    }

    private void put(Stream stream, List<InputLogEvent> batch) {
        PutLogEventsRequest request = PutLogEventsRequest.builder()
                .logGroupName(stream.group())
                .logStreamName(stream.name())
                .logEvents(batch)
                .build();
        for (int attempt = 1; ; attempt++) {
            try {
                cloud.call(stream.as(), stream.region(), LogsOps.PutLogEvents, request);
                return;
            } catch (AwsException e) {
                boolean missing = e.code().equals("ResourceNotFoundException");
                if (attempt >= MAX_ATTEMPTS || (!missing && e.status() < 500) || (missing && !create(stream))) {
                    warn(stream, e);
                    return;
                }
                if (!missing) {
                    pause();
                }
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "log lines of " + stream.group() + " are lost", e);
                return;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Makes the stream, and its group when that is missing as well. False when the role may not.
    private boolean create(Stream stream) {
        CreateLogStreamRequest request = CreateLogStreamRequest.builder()
                .logGroupName(stream.group())
                .logStreamName(stream.name())
                .build();
        try {
            cloud.call(stream.as(), stream.region(), LogsOps.CreateLogStream, request);
            return true;
        } catch (AwsException e) {
            if (e.code().equals("ResourceAlreadyExistsException")) {
                return true;
            }
            if (!e.code().equals("ResourceNotFoundException")) {
                warn(stream, e);
                return false;
            }
        }
        try {
            cloud.call(
                    stream.as(),
                    stream.region(),
                    LogsOps.CreateLogGroup,
                    CreateLogGroupRequest.builder().logGroupName(stream.group()).build());
            return true;
        } catch (AwsException e) {
            if (e.code().equals("ResourceAlreadyExistsException")) {
                return true;
            }
            warn(stream, e);
            return false;
        }
    }

    private void warn(Stream stream, AwsException e) {
        if (warned.size() >= MAX_WARNED) {
            warned.clear();
        }
        if (warned.add(stream.as().arn() + " " + stream.group())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "logs for {0} are lost, its function runs on: {1}",
                    stream.group(),
                    e.getMessage());
        }
    }

    /// Ships what is left and waits until it is kept.
    @Override
    public void close() {
        closing = true;
        for (Thread thread : shipping) {
            thread.interrupt();
        }
        try {
            for (Thread thread : shipping) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
