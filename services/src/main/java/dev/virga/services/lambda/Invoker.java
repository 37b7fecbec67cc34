package dev.virga.services.lambda;

import dev.virga.kernel.Time;
import dev.virga.sandbox.Instance;
import dev.virga.sandbox.ResponseSink;
import dev.virga.sandbox.RuntimeErrors;
import dev.virga.sandbox.SandboxSpec;
import dev.virga.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs one invocation: finds an idle environment or starts one, hands the event over, writes the
/// log lines around it and turns what happened into Lambda's answer. Any (virtual) thread may call
/// it; it parks until the function is done.
final class Invoker {
    static final String UNHANDLED = "Unhandled";
    /// Environments of one version that are started at the same time, for each processor. More
    /// would only slow each other down; whoever waits takes an environment that becomes idle
    /// meanwhile.
    private static final int STARTS_PER_PROCESSOR = 3;

    /// Versions whose starts are counted; beyond that all counts begin anew.
    private static final int MAX_COUNTED = 10_000;

    private static final long MAX_START_WAIT_SECONDS = 60;

    private final Functions functions;
    private final Concurrency concurrency;
    private final EnvironmentPools pools;
    private final EnvironmentStarter starter;
    private final Time time;
    private final Map<Store.Key, Semaphore> starts = new ConcurrentHashMap<>();

    Invoker(
            Functions functions,
            Concurrency concurrency,
            EnvironmentPools pools,
            EnvironmentStarter starter,
            Time time) {
        this.functions = functions;
        this.concurrency = concurrency;
        this.pools = pools;
        this.starter = starter;
        this.time = time;
    }

    /// @param trace X-Ray header, or null
    /// @param clientContext JSON, or null
    /// @param tail whether the end of the log is wanted
    /// @param sink for what a function streams; null when its whole response is wanted
    record Invocation(
            FunctionName name,
            String requestId,
            byte[] payload,
            @Nullable String trace,
            @Nullable String clientContext,
            boolean tail,
            @Nullable ResponseSink sink) {
        Invocation(
                FunctionName name,
                String requestId,
                byte[] payload,
                @Nullable String trace,
                @Nullable String clientContext,
                boolean tail) {
            this(name, requestId, payload, trace, clientContext, tail, null);
        }
    }

    /// @param functionError null when the function succeeded
    /// @param logTail null when it was not asked for
    record Result(byte[] payload, @Nullable String functionError, byte @Nullable [] logTail, String version) {}

    /// @throws AwsException ResourceNotFoundException, TooManyRequestsException, ServiceException
    Result invoke(Invocation invocation) {
        Functions.Target target = functions.resolve(invocation.name());
        Concurrency.Permit permit = concurrency.enter(invocation.name(), target.reserved(), target.allReserved());
        try {
            return new Run(invocation, target.found()).run(permit);
        } finally {
            permit.close();
        }
    }

    /// One invocation on its way.
    private final class Run {
        private final Invocation invocation;
        private final VersionTable.Found found;
        private final FunctionVersion version;
        private final LogLines lines;

        Run(Invocation invocation, VersionTable.Found found) {
            this.invocation = invocation;
            this.found = found;
            this.version = found.version();
            this.lines = LogLines.of(version, invocation.name().region());
        }

        Result run(Concurrency.Permit permit) {
            ExecutionEnvironment environment = pools.take(found);
            return runIn(environment == null ? takeOrStart(permit) : environment);
        }

        private ExecutionEnvironment takeOrStart(Concurrency.Permit permit) {
            Semaphore turn = awaitTurn();
            try {
                ExecutionEnvironment idle = pools.take(found);
                if (idle != null) {
                    return idle;
                }
                concurrency.start(permit);
                if (!pools.reserve()) {
                    throw LambdaErrors.throttled("ConcurrentInvocationLimitExceeded");
                }
                ExecutionEnvironment started = null;
                try {
                    started = start();
                    return started;
                } finally {
                    if (started == null) {
                        pools.unreserve();
                    }
                }
            } finally {
                turn.release();
            }
        }

        private Semaphore awaitTurn() {
            if (starts.size() >= MAX_COUNTED) {
                starts.clear();
            }
            int processors = Runtime.getRuntime().availableProcessors();
            Semaphore turn =
                    starts.computeIfAbsent(found.row().key(), k -> new Semaphore(STARTS_PER_PROCESSOR * processors));
            try {
                if (!turn.tryAcquire(MAX_START_WAIT_SECONDS, TimeUnit.SECONDS)) {
                    throw LambdaErrors.throttled("ConcurrentInvocationLimitExceeded");
                }
                return turn;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw LambdaErrors.service("The server is stopping.");
            }
        }

        private ExecutionEnvironment start() {
            EnvironmentStarter.Prepared prepared = starter.prepare(invocation.name(), version);
            lines.initStart(prepared.log(), time.instant());
            Instance instance = starter.start(prepared.spec(), prepared.log());
            if (!instance.alive()) {
                instance = startAgain(instance, prepared);
            }
            return new ExecutionEnvironment(instance, prepared.log(), prepared.retire(), true);
        }

        /// An init that failed is done once more, in the time of the invocation.
        private Instance startAgain(Instance failed, EnvironmentStarter.Prepared prepared) {
            initReport(failed, prepared.log(), "init");
            failed.close();
            SandboxSpec first = prepared.spec();
            SandboxSpec again = new SandboxSpec(
                    first.functionName(),
                    first.language(),
                    first.code(),
                    first.layers(),
                    first.handler(),
                    first.environment(),
                    first.memoryMegabytes(),
                    first.tmpMegabytes(),
                    timeout(),
                    first.network());
            return starter.start(again, prepared.log());
        }

        private LogLines.Ending initReport(Instance failed, InstanceLog log, String phase) {
            LogLines.Ending ending = ending(failed.invoke(handover()));
            lines.initReport(log, time.instant(), failed.initDuration(), phase, ending);
            return ending;
        }

        private Duration timeout() {
            return Duration.ofSeconds(version.settings().timeoutSeconds());
        }

        private Instance.Invocation handover() {
            String qualifier = invocation.name().qualifier();
            String arn = invocation.name().functionArn() + (qualifier == null ? "" : ":" + qualifier);
            return new Instance.Invocation(
                    invocation.requestId(),
                    invocation.payload(),
                    time.instant().plus(timeout()),
                    arn,
                    invocation.trace() == null ? newTrace() : invocation.trace(),
                    invocation.clientContext());
        }

        private Result runIn(ExecutionEnvironment environment) {
            InstanceLog log = environment.log();
            boolean given = false;
            try {
                if (invocation.tail()) {
                    log.startTail();
                }
                lines.start(log, time.instant(), invocation.requestId());
                ResponseSink sink = invocation.sink();
                Instance.Outcome outcome = sink == null
                        ? environment.instance().invoke(handover())
                        : environment.instance().invoke(handover(), sink);
                Result result = finish(environment, outcome);
                given = true;
                pools.giveBack(found, environment);
                return result;
            } finally {
                if (!given) {
                    // Something unexpected: nobody knows what state the instance is in.
                    environment.instance().close();
                    pools.unreserve();
                }
            }
        }

        private Result finish(ExecutionEnvironment environment, Instance.Outcome outcome) {
            InstanceLog log = environment.log();
            Instant now = time.instant();
            String id = invocation.requestId();
            LogLines.Ending ending = ending(outcome);
            byte[] payload =
                    switch (outcome) {
                        case Instance.Response response -> response.payload();
                        case Instance.FunctionError error -> error.payload();
                        case Instance.InitFailed failed -> {
                            Duration init = environment.instance().initDuration();
                            lines.initReport(log, now, init, "invoke", ending);
                            yield failed.payload();
                        }
                        case Instance.TimedOut timedOut -> {
                            lines.failure(log, now, id, RuntimeErrors.timedOutText(timeout()), null);
                            yield RuntimeErrors.timedOut(id, timeout());
                        }
                        case Instance.Exited exited -> {
                            String text = RuntimeErrors.exitedText(exited.exitCode());
                            lines.failure(log, now, id, text, RuntimeErrors.EXITED);
                            yield RuntimeErrors.exited(id, exited);
                        }
                    };
            Duration duration = outcome instanceof Instance.TimedOut
                    ? timeout()
                    : outcome.usage().duration();
            Duration init = environment.cold() && !(outcome instanceof Instance.InitFailed)
                    ? environment.instance().initDuration()
                    : null;
            lines.end(
                    log,
                    now,
                    id,
                    new LogLines.Report(duration, init, outcome.usage().maxMemoryBytes(), ending));
            byte[] tail = invocation.tail() ? log.endTail() : null;
            return new Result(payload, ending.failed() ? UNHANDLED : null, tail, version.version());
        }
    }

    private static LogLines.Ending ending(Instance.Outcome outcome) {
        return switch (outcome) {
            case Instance.Response response -> LogLines.Ending.SUCCESS;
            case Instance.FunctionError error -> LogLines.Ending.handlerError(error.errorType());
            case Instance.InitFailed failed -> LogLines.Ending.error(failed.errorType());
            case Instance.TimedOut timedOut -> LogLines.Ending.TIMEOUT;
            case Instance.Exited exited ->
                LogLines.Ending.error(exited.outOfMemory() ? RuntimeErrors.OUT_OF_MEMORY : RuntimeErrors.EXITED);
        };
    }

    /// A trace of its own, not sampled: `Root=1-TIME-ID;Parent=ID;Sampled=0`.
    private String newTrace() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        String seconds = hex.toHexDigits((int) time.instant().getEpochSecond());
        String id = hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextInt());
        return "Root=1-" + seconds + "-" + id + ";Parent=" + hex.toHexDigits(random.nextLong()) + ";Sampled=0";
    }
}
