package dev.virga.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The older kind: one tree a controller, and threads can join by themselves.
final class CgroupsV1 implements Cgroups {
    private static final List<String> CONTROLLERS = List.of("memory", "cpu", "pids");

    /// Controller → the folder of this server in its tree.
    private final Map<String, Path> folders;

    private CgroupsV1(Map<String, Path> folders) {
        this.folders = folders;
    }

    static @Nullable CgroupsV1 open() throws IOException {
        Map<String, Path> folders = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            String[] halves = line.split(" - ", 2);
            String[] mount = halves[0].split(" ");
            String[] type = halves[1].split(" ", 3);
            if (!type[0].equals("cgroup")) {
                continue;
            }
            List<String> options = List.of(type[2].split(","));
            for (String controller : CONTROLLERS) {
                if (options.contains(controller)) {
                    Path base = Path.of(mount[4] + ownPath(controller, mount[3]));
                    if (Files.isWritable(base)) {
                        folders.put(controller, Cgroups.serverFolder(base));
                    }
                }
            }
        }
        return folders.containsKey("memory") ? new CgroupsV1(folders) : null;
    }

    /// Where this process is in the controller's tree, seen from the root of the mount.
    private static String ownPath(String controller, String mountRoot) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (List.of(parts[1].split(",")).contains(controller)) {
                String path = parts[2];
                return mountRoot.length() > 1 && path.startsWith(mountRoot)
                        ? path.substring(mountRoot.length())
                        : mountRoot.length() > 1 ? "" : path;
            }
        }
        return "";
    }

    @Override
    public Cgroup create(String name, long memoryBytes) throws IOException {
        Map<String, Path> own = new TreeMap<>();
        try {
            for (Map.Entry<String, Path> folder : folders.entrySet()) {
                own.put(
                        folder.getKey(),
                        Files.createDirectories(folder.getValue().resolve(name)));
            }
            Path memory = own.getOrDefault("memory", Path.of("/"));
            Cgroups.write(memory.resolve("memory.limit_in_bytes"), Long.toString(memoryBytes));
            Cgroups.tryWrite(memory.resolve("memory.memsw.limit_in_bytes"), Long.toString(memoryBytes));
            @Nullable Path pids = own.get("pids");
            if (pids != null) {
                Cgroups.write(pids.resolve("pids.max"), Integer.toString(MAX_PROCESSES));
            }
            return new Group(own, memory);
        } catch (IOException e) {
            own.values().forEach(Cgroups::removeFolder);
            throw e;
        }
    }

    @Override
    public String description() {
        List<String> missing = new ArrayList<>(CONTROLLERS);
        missing.removeAll(folders.keySet());
        return missing.isEmpty() ? "cgroups v1" : "cgroups v1 without " + String.join(", ", missing);
    }

    @Override
    public void close() {
        folders.values().forEach(Cgroups::removeTree);
    }

    private record Group(Map<String, Path> folders, Path memory) implements Cgroup {
        @Override
        public void joinThread(int id) throws IOException {
            String thread = Integer.toString(id);
            for (Path folder : folders.values()) {
                Cgroups.write(folder.resolve("tasks"), thread);
            }
        }

        @Override
        public void joinProcess(int pid) {
            // It is in since its start.
        }

        @Override
        public long usedBytes() {
            long anonymous = 0;
            long mapped = 0;
            for (String line : Cgroups.lines(memory.resolve("memory.stat"))) {
                if (line.startsWith("rss ")) {
                    anonymous = Long.parseLong(line.substring(4));
                } else if (line.startsWith("mapped_file ")) {
                    mapped = Long.parseLong(line.substring(12));
                }
            }
            return anonymous + mapped;
        }

        @Override
        public boolean outOfMemory() {
            return Cgroups.number(memory.resolve("memory.oom_control"), "oom_kill") > 0;
        }

        @Override
        public void limitCpu(int megabytes) {
            @Nullable Path cpu = folders.get("cpu");
            if (cpu != null) {
                Cgroups.tryWrite(cpu.resolve("cpu.cfs_period_us"), Integer.toString(CPU_PERIOD_MICROS));
                Cgroups.tryWrite(cpu.resolve("cpu.cfs_quota_us"), Long.toString(Cgroups.cpuQuotaMicros(megabytes)));
            }
        }

        @Override
        public void remove() {
            folders.values().forEach(Cgroups::removeFolder);
        }
    }
}
