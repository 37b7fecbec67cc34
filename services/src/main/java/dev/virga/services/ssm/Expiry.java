package dev.virga.services.ssm;

import dev.virga.kernel.Timer;
import dev.virga.kernel.Timers;
import dev.virga.services.ssm.ParameterTable.Found;

/// Deletes parameters whose policy says when.
final class Expiry {
    private final ParameterTable parameters;

    Expiry(ParameterTable parameters) {
        this.parameters = parameters;
    }

    void handle(Timers timers) {
        timers.handle(ParameterTable.EXPIRY, this::fire);
    }

    private void fire(Timer timer) {
        Found found = parameters.of(timer);
        if (found == null) {
            parameters.drop(timer);
        } else if (!parameters.delete(found)) {
            throw new IllegalStateException("a parameter was changed while it expired; it is tried again");
        }
    }
}
