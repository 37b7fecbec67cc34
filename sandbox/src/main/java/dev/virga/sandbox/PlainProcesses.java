package dev.virga.sandbox;

import java.util.stream.Stream;

/// A function as an ordinary process of this machine, with all it has started.
final class PlainProcesses implements Processes {
    private final Process process;
    private final MemoryWatch watch;
    private final MemoryMeter meter;

    PlainProcesses(Process process, MemoryWatch watch, long memoryBytes) {
        this.process = process;
        this.watch = watch;
        meter = new MemoryMeter(new ProcessTree(0, Math.toIntExact(process.pid()))::usedBytes, memoryBytes, this::kill);
        watch.add(meter);
    }

    @Override
    public int exitCode() {
        return process.isAlive() ? -1 : process.exitValue();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The actions report their failures themselves.
    public void onEnd(Runnable ended, Runnable allGone) {
        process.onExit().thenRun(() -> Thread.ofVirtual().name("sandbox-end").start(() -> {
            ended.run();
            allGone.run();
        }));
    }

    @Override
    public void kill() {
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            descendants.forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
    }

    @Override
    public long maxMemoryBytes() {
        return meter.maxBytes();
    }

    @Override
    public boolean outOfMemory() {
        return meter.exceeded();
    }

    @Override
    public void setBusy(boolean busy) {
        meter.setBusy(busy);
    }

    @Override
    public void initDone() {
        meter.lookNow();
    }

    @Override
    public void release() {
        watch.remove(meter);
    }
}
