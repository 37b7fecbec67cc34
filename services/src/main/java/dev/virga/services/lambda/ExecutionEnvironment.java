package dev.virga.services.lambda;

import dev.virga.sandbox.Instance;
import java.time.Instant;

/// A started function that waits for invocations or runs one, with its log.
///
/// @param retire when its credentials end; it takes no invocation that could last longer
/// @param cold whether it has not run anything yet
record ExecutionEnvironment(Instance instance, InstanceLog log, Instant retire, boolean cold) {
    ExecutionEnvironment warm() {
        return cold ? new ExecutionEnvironment(instance, log, retire, false) : this;
    }

    boolean usable(Instant now) {
        return instance.alive() && now.isBefore(retire);
    }
}
