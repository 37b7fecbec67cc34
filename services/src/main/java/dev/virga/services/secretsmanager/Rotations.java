package dev.virga.services.secretsmanager;

import dev.virga.api.lambda.InvocationRequest;
import dev.virga.api.lambda.InvocationResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Time;
import dev.virga.kernel.Timer;
import dev.virga.kernel.Timers;
import dev.virga.services.secretsmanager.SecretTable.Change;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Rotates secrets: lets a function make, set, test and finish a new version. Durable: what is to
/// be done next is a timer that the secret's row names.
///
///     timer of the schedule -> pending version, timer due soon (a crash begins the steps again)
///     steps succeeded       -> timer of the schedule
///     a step failed         -> timer after a pause, [#MAX_ATTEMPTS] times; then the schedule's
///
/// The steps run on a thread of their own, so that slow functions hold up nobody else's timers.
final class Rotations implements AutoCloseable {
    static final int MAX_ATTEMPTS = 5;

    private static final System.Logger LOG = System.getLogger(Rotations.class.getName());
    private static final String SERVICE = "secretsmanager.amazonaws.com";
    private static final List<String> STEPS = List.of("createSecret", "setSecret", "testSecret", "finishSecret");

    /// Secrets that are rotated at the same time.
    private static final int MAX_RUNNING = 100;

    private static final int MAX_CONFLICTS = 50;
    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final Duration BUSY_PAUSE = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

    private final SecretTable secrets;
    private final Cloud cloud;
    private final Time time;
    private final Semaphore places = new Semaphore(MAX_RUNNING);
    /// ARNs of the secrets that are rotated here.
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    Rotations(SecretTable secrets, Cloud cloud, Timers timers, Time time) {
        this.secrets = secrets;
        this.cloud = cloud;
        this.time = time;
        timers.handle(SecretTable.ROTATION, this::fire);
    }

    /// A step did not do what it is for.
    private static final class StepFailed extends Exception {
        StepFailed(String message) {
            super(message);
        }
    }

    /// When the schedule wants the next rotation, or null.
    static @Nullable Long next(Rotation rotation, Instant after) {
        RotationSchedule schedule = rotation.schedule();
        Instant next = schedule == null ? null : schedule.next(after);
        return next == null ? null : (Long) next.toEpochMilli();
    }

    /// @throws AwsException when Secrets Manager may not invoke the function
    void checkFunction(Found found, Rotation rotation) {
        try {
            invoke(found, rotation, "DryRun", new byte[0]);
        } catch (AwsException e) {
            if (e.code().startsWith("AccessDenied")) {
                throw SecretErrors.denied("Secrets Manager cannot invoke the specified Lambda function. Ensure that the"
                        + " function policy grants access to the principal " + SERVICE + ".");
            }
            throw e.status() < 500
                    ? SecretErrors.request(
                            "Secrets Manager cannot invoke the specified Lambda function. " + e.getMessage())
                    : e;
        }
    }

    private InvocationResponse invoke(Found found, Rotation rotation, String type, byte[] payload) {
        String function = rotation.functionArn();
        Arn arn = function == null ? null : Arn.parse(function);
        if (function == null || arn == null || !arn.service().equals("lambda")) {
            throw SecretErrors.parameter("RotationLambdaARN is not the ARN of a Lambda function.");
        }
        Caller self = new Caller.Service(found.place().account(), SERVICE, found.arn());
        InvocationRequest request = InvocationRequest.builder()
                .functionName(function)
                .invocationType(type)
                .payload(payload)
                .build();
        return cloud.call(self, arn.region(), LambdaOps.Invoke, request);
    }

    private void fire(Timer timer) {
        if (closed) {
            return;
        }
        Found found = secrets.of(timer);
        Long due = found == null ? null : found.secret().rotation().timerMillis();
        if (found == null || due == null || due != timer.due().toEpochMilli()) {
            // The secret was changed after the timer was looked up, and has another one.
            secrets.drop(timer);
            return;
        }
        long now = time.instant().toEpochMilli();
        if (running.contains(found.arn())) {
            put(found, found.secret().with(found.secret().rotation().at(now + LEASE.toMillis())));
        } else if (places.tryAcquire()) {
            boolean started = false;
            try {
                started = begin(found, now);
            } finally {
                if (!started) {
                    places.release();
                }
            }
        } else {
            put(found, found.secret().with(found.secret().rotation().at(now + BUSY_PAUSE.toMillis())));
        }
    }

    /// When somebody else changed the secret meanwhile, its timer fires again.
    private boolean put(Found found, Secret secret) {
        return secrets.commit(found, Change.to(secret), List.of(), List.of());
    }

    /// @return whether the steps were begun
    private boolean begin(Found found, long now) {
        Secret secret = found.secret();
        Rotation rotation = secret.rotation();
        if (!rotation.running()) {
            SecretVersion left = secret.versions().pending();
            String token = left == null ? UUID.randomUUID().toString() : left.id();
            if (left == null) {
                SecretVersion fresh = new SecretVersion(token, List.of(), now, null, secret.keyId(), false);
                secret = secret.with(secret.versions().with(fresh, now).label(token, List.of(Versions.PENDING)));
            }
            rotation = rotation.under(token, UUID.randomUUID().toString(), false);
        }
        Secret taken = secret.with(rotation.attempted(now + LEASE.toMillis()));
        if (!running.add(found.arn())) {
            return false;
        }
        boolean written = false;
        try {
            written = put(found, taken);
        } finally {
            if (!written) {
                running.remove(found.arn());
            }
        }
        if (!written) {
            return false;
        }
        Found begun = new Found(found.place(), taken, found.row(), null);
        Thread.ofVirtual().name("rotation").start(() -> {
            try {
                run(begun);
            } catch (RuntimeException e) {
                // While the server goes down nothing is there any more, and the timer stays.
                if (!closed) {
                    LOG.log(System.Logger.Level.ERROR, "rotation of " + begun.arn() + " is begun again later", e);
                }
            } finally {
                running.remove(begun.arn());
                places.release();
            }
        });
        return true;
    }

    private void run(Found begun) {
        String failure = null;
        try {
            for (String step : begun.secret().rotation().testing() ? List.of("testSecret") : STEPS) {
                step(begun, step);
            }
        } catch (StepFailed e) {
            failure = e.getMessage();
        } catch (AwsException e) {
            failure = e.code() + ": " + e.getMessage();
        }
        if (closed) {
            // The server is going down, perhaps that is why the function failed.
            return;
        }
        String because = failure;
        if (because != null) {
            LOG.log(System.Logger.Level.WARNING, "rotation of {0} failed: {1}", begun.arn(), because);
        }
        change(begun, secret -> ended(secret, because == null));
    }

    private void step(Found begun, String step) throws StepFailed {
        Rotation rotation = begun.secret().rotation();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("Step", step);
        event.put("SecretId", begun.arn());
        event.put("ClientRequestToken", rotation.token());
        event.put("RotationToken", rotation.proof());
        byte[] payload = Json.write(event).getBytes(StandardCharsets.UTF_8);
        InvocationResponse answer = invoke(begun, rotation, "RequestResponse", payload);
        if (answer.functionError() != null) {
            throw new StepFailed("step " + step + " of " + rotation.functionArn() + " ended with an error");
        }
        String token = rotation.token();
        Found found = secrets.find(begun.place(), begun.secret().name());
        SecretVersion version = found == null || token == null
                ? null
                : found.secret().versions().find(token);
        if (step.equals("createSecret") && (version == null || !version.filled())) {
            throw new StepFailed("Pending secret version " + token + " for Secret " + begun.arn()
                    + " was not created by Lambda " + rotation.functionArn()
                    + ". Remove the AWSPENDING staging label and restart rotation.");
        }
        if (step.equals("finishSecret") && (version == null || !version.stages().contains(Versions.CURRENT))) {
            throw new StepFailed("version " + token + " is not AWSCURRENT after finishSecret");
        }
    }

    /// What becomes of the secret after its rotation.
    private Secret ended(Secret secret, boolean succeeded) {
        Rotation rotation = secret.rotation();
        Instant now = time.instant();
        Long scheduled = secret.deleted() ? null : next(rotation, now);
        String token = rotation.token();
        if (rotation.testing() && token != null) {
            return secret.with(secret.versions().without(token)).with(rotation.ended(rotation.lastMillis(), scheduled));
        }
        if (succeeded) {
            // A label that stayed would look like a rotation under way as soon as another version is current.
            return secret.with(secret.versions().move(Versions.PENDING, null))
                    .with(rotation.ended(now.toEpochMilli(), scheduled))
                    .changed(now.toEpochMilli());
        }
        if (rotation.attempts() < MAX_ATTEMPTS && !secret.deleted()) {
            long pause = FIRST_PAUSE.toMillis() << (rotation.attempts() - 1);
            return secret.with(rotation.at(now.toEpochMilli() + pause));
        }
        return secret.with(rotation.ended(rotation.lastMillis(), scheduled));
    }

    /// As long as the rotation is the one that was begun.
    private void change(Found begun, UnaryOperator<Secret> change) {
        String token = begun.secret().rotation().token();
        for (int i = 0; i < MAX_CONFLICTS; i++) {
            Found found = secrets.find(begun.place(), begun.secret().name());
            boolean same = found != null
                    && found.copy() == null
                    && found.secret().suffix().equals(begun.secret().suffix())
                    && token != null
                    && token.equals(found.secret().rotation().token());
            if (found == null || !same || put(found, change.apply(found.secret()))) {
                return;
            }
        }
        throw new IllegalStateException("too many changes of " + begun.arn() + " at the same time");
    }

    /// Rotations that run are begun again at the next start.
    @Override
    public void close() {
        closed = true;
    }
}
