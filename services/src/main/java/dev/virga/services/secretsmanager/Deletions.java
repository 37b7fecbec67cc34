package dev.virga.services.secretsmanager;

import dev.virga.kernel.Timer;
import dev.virga.kernel.Timers;
import dev.virga.services.secretsmanager.SecretTable.Found;

/// Deletes secrets whose recovery window is over.
final class Deletions {
    private final SecretTable secrets;

    Deletions(SecretTable secrets) {
        this.secrets = secrets;
    }

    void handle(Timers timers) {
        timers.handle(SecretTable.DELETION, this::fire);
    }

    private void fire(Timer timer) {
        Found found = secrets.of(timer);
        Long gone = found == null ? null : found.secret().dates().goneMillis();
        if (found == null || gone == null || gone != timer.due().toEpochMilli()) {
            secrets.drop(timer);
        } else if (!secrets.delete(found)) {
            throw new IllegalStateException("a secret was changed while it was deleted; it is tried again");
        }
    }
}
