package dev.virga.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The newer kind: one tree for all controllers. Folders with processes in them cannot hand
/// controllers on, so the server moves itself into a leaf of its own where it has to.
final class CgroupsV2 implements Cgroups {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final String CONTROLLERS = "+memory +cpu +pids";

    private final Path folder;

    private CgroupsV2(Path folder) {
        this.folder = folder;
    }

    /// @return null when this is not the machine's kind, or the server may not use it
    static @Nullable CgroupsV2 open() throws IOException {
        List<String> own = Files.readAllLines(Path.of("/proc/self/cgroup"));
        if (!Files.exists(ROOT.resolve("cgroup.controllers")) || own.size() != 1) {
            return null;
        }
        Path base = ROOT.resolve(own.getFirst().substring("0::/".length()));
        if (!Files.isWritable(base)) {
            return null;
        }
        enable(base);
        Path folder = Cgroups.serverFolder(base);
        Cgroups.write(folder.resolve("cgroup.subtree_control"), CONTROLLERS);
        return new CgroupsV2(folder);
    }

    private static void enable(Path base) throws IOException {
        Path control = base.resolve("cgroup.subtree_control");
        try {
            Cgroups.write(control, CONTROLLERS);
        } catch (IOException busy) {
            Path leaf = Files.createDirectories(base.resolve("virga-server"));
            Cgroups.write(
                    leaf.resolve("cgroup.procs"),
                    Long.toString(ProcessHandle.current().pid()));
            Cgroups.write(control, CONTROLLERS);
        }
    }

    @Override
    public Cgroup create(String name, long memoryBytes) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        try {
            Cgroups.write(own.resolve("memory.max"), Long.toString(memoryBytes));
            Cgroups.tryWrite(own.resolve("memory.swap.max"), "0");
            Cgroups.tryWrite(own.resolve("memory.oom.group"), "1");
            Cgroups.write(own.resolve("pids.max"), Integer.toString(MAX_PROCESSES));
            return new Group(own);
        } catch (IOException e) {
            Cgroups.removeFolder(own);
            throw e;
        }
    }

    @Override
    public String description() {
        return "cgroups v2";
    }

    @Override
    public void close() {
        Cgroups.removeTree(folder);
    }

    private record Group(Path folder) implements Cgroup {
        @Override
        public void joinThread(int id) {
            // Threads cannot join alone: see joinProcess.
        }

        @Override
        public void joinProcess(int pid) throws IOException {
            Cgroups.write(folder.resolve("cgroup.procs"), Integer.toString(pid));
        }

        @Override
        public long usedBytes() {
            Path stat = folder.resolve("memory.stat");
            return Cgroups.number(stat, "anon") + Cgroups.number(stat, "file_mapped");
        }

        @Override
        public boolean outOfMemory() {
            return Cgroups.number(folder.resolve("memory.events"), "oom_kill") > 0;
        }

        @Override
        public void limitCpu(int megabytes) {
            Cgroups.tryWrite(folder.resolve("cpu.max"), Cgroups.cpuQuotaMicros(megabytes) + " " + CPU_PERIOD_MICROS);
        }

        @Override
        public void remove() {
            Cgroups.removeFolder(folder);
        }
    }
}
