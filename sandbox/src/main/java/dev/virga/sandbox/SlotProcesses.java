package dev.virga.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The processes in one slot: the function's, which all end with the slot's init.
final class SlotProcesses implements Processes {
    private static final String OOM_SCORE = "500";

    private final Slot.Started slot;
    private final Child init;
    private final Child function;
    private final Cgroups.@Nullable Cgroup cgroup;
    private final MemoryWatch watch;
    private final MemoryMeter meter;
    private final int cpuMegabytes;

    /// @param cpuMegabytes memory by which CPU is given, 0 for no limit
    SlotProcesses(
            Slot.Started slot,
            Child init,
            Child function,
            Cgroups.@Nullable Cgroup cgroup,
            MemoryWatch watch,
            int cpuMegabytes,
            long memoryBytes)
            throws IOException {
        this.slot = slot;
        this.init = init;
        this.function = function;
        this.cgroup = cgroup;
        this.watch = watch;
        this.cpuMegabytes = cpuMegabytes;
        meter = new MemoryMeter(
                cgroup == null ? new ProcessTree(init.pid, function.pid)::usedBytes : cgroup::usedBytes,
                memoryBytes,
                this::kill);
        if (cgroup != null) {
            cgroup.joinProcess(function.pid);
        }
        // When the host itself runs out of memory, functions go before anything else.
        Cgroups.tryWrite(Path.of("/proc/" + function.pid + "/oom_score_adj"), OOM_SCORE);
        watch.add(meter);
        // The end of the function's first process is the end of the instance.
        function.onEnd(this::kill);
    }

    @Override
    public int exitCode() {
        return function.exitCode();
    }

    @Override
    public void onEnd(Runnable ended, Runnable allGone) {
        function.onEnd(ended);
        init.onEnd(() -> function.onEnd(allGone));
    }

    @Override
    public void kill() {
        init.kill();
    }

    @Override
    public long maxMemoryBytes() {
        return meter.maxBytes();
    }

    @Override
    public boolean outOfMemory() {
        return meter.exceeded() || (cgroup != null && cgroup.outOfMemory());
    }

    @Override
    public void setBusy(boolean busy) {
        meter.setBusy(busy);
    }

    @Override
    public void initDone() {
        meter.lookNow();
        if (cgroup != null && cpuMegabytes > 0) {
            cgroup.limitCpu(cpuMegabytes);
        }
    }

    @Override
    public void release() {
        watch.remove(meter);
        Kernel.close(slot.lifeline());
        Loopback.close(slot.endpoint());
        if (cgroup != null) {
            cgroup.remove();
        }
    }
}
