package dev.virga.sandbox;

/// The processes of one instance, however they were started.
interface Processes {
    /// The exit status (or 128 + signal) of the function's first process; -1 while it runs.
    int exitCode();

    /// Each is run once, on a virtual thread of its own, also when it is late.
    ///
    /// @param ended when the function's first process has ended
    /// @param allGone when no process of the instance is left
    void onEnd(Runnable ended, Runnable allGone);

    /// Ends all of them, at once and without waiting.
    void kill();

    /// The most memory in use at the times of looking, in bytes; looks now if the last time is a
    /// while ago. 0 when it cannot be known.
    long maxMemoryBytes();

    /// Whether a process was ended because the memory limit was reached.
    boolean outOfMemory();

    /// Between the start and the end of an invocation: memory is watched meanwhile. Busy from the
    /// start on.
    void setBusy(boolean busy);

    /// The function has started up: from now on its CPU is limited.
    void initDone();

    /// After all have gone: removes what the processes leave behind.
    void release();
}
