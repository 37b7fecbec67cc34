package dev.virga.services.cloudformation;

import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Time;
import dev.virga.wire.AwsException;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One step for one resource: whom it is done for and how its services are called.
///
/// @param caller who deploys
/// @param endpoint how the client addressed the cloud
/// @param name that was chosen for the resource before it is made; for types that have none, a text
///     that stays the same when the step is repeated
/// @param again the step was begun before, so what it makes may be there already
record Deed(
        Cloud cloud,
        Time time,
        Caller caller,
        String region,
        String endpoint,
        String stackName,
        String logicalId,
        String name,
        boolean again) {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /// Codes with which services say that something is not there.
    private static final Set<String> GONE = Set.of(
            "ResourceNotFoundException",
            "NotFoundException",
            "NoSuchEntity",
            "NoSuchEntityException",
            "NoSuchBucket",
            "NoSuchBucketPolicy",
            "ParameterNotFound",
            "TableNotFoundException");

    /// Codes with which services say that something is there already.
    private static final Set<String> THERE = Set.of(
            "AlreadyExistsException",
            "ResourceConflictException",
            "ResourceInUseException",
            "ConflictException",
            "EntityAlreadyExists",
            "EntityAlreadyExistsException",
            "BucketAlreadyOwnedByYou",
            "ParameterAlreadyExists",
            "ResourceExistsException",
            "ResourceAlreadyExistsException");

    String account() {
        return caller.account();
    }

    <I extends Struct, O extends Struct> O call(Op<I, O> op, I input) {
        Call call = new Call(
                caller,
                caller.account(),
                region,
                UUID.randomUUID().toString(),
                null,
                time.instant(),
                "cloudformation.amazonaws.com",
                true,
                endpoint);
        return cloud.call(call, op, input);
    }

    /// Calls, and does not mind that it was done before.
    ///
    /// @return whether it was done now
    <I extends Struct, O extends Struct> boolean callUnlessGone(Op<I, O> op, I input) {
        try {
            call(op, input);
            return true;
        } catch (AwsException e) {
            if (gone(e)) {
                return false;
            }
            throw e;
        }
    }

    /// Calls; when the step was begun before, what it makes may be there.
    ///
    /// @return whether it was made now
    <I extends Struct, O extends Struct> boolean callUnlessThere(Op<I, O> op, I input) {
        try {
            call(op, input);
            return true;
        } catch (AwsException e) {
            if (again && THERE.contains(e.code())) {
                return false;
            }
            throw e;
        }
    }

    /// Whether what the operation asks for is there.
    <I extends Struct, O extends Struct> boolean there(Op<I, O> op, I input) {
        return callUnlessGone(op, input);
    }

    /// Asks again and again until there is an answer.
    ///
    /// @throws AwsException when there is none in time
    <T> T await(Duration longest, String otherwise, Supplier<@Nullable T> question) {
        Instant end = time.instant().plus(longest);
        Duration pause = FIRST_PAUSE;
        while (true) {
            T answer = question.get();
            if (answer != null) {
                return answer;
            }
            Instant now = time.instant();
            if (now.isAfter(end)) {
                throw CfnErrors.validation(otherwise + " within " + longest.toSeconds() + " seconds");
            }
            time.parkUntil(now.plus(pause));
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
        }
    }

    static boolean gone(AwsException e) {
        return GONE.contains(e.code()) || (e.status() == 404 && !e.code().equals("NotImplemented"));
    }
}
