package dev.virga.sandbox;

import java.time.Duration;

/// Stands for a function that could not be started by its own fault; its first invocation says why.
record FailedInstance(byte[] payload, String errorType) implements Instance {
    static FailedInstance invalidEntrypoint(RuntimeCommand.EntrypointException e) {
        String type = RuntimeErrors.INVALID_ENTRYPOINT;
        return new FailedInstance(RuntimeErrors.json(type, String.valueOf(e.getMessage())), type);
    }

    @Override
    public Outcome invoke(Invocation invocation) {
        return new InitFailed(payload, errorType, new Usage(Duration.ZERO, 0));
    }

    @Override
    public boolean alive() {
        return false;
    }

    @Override
    public Duration initDuration() {
        return Duration.ZERO;
    }

    @Override
    public void close() {}
}
