package dev.virga.sandbox;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Where the limits of instances are set. The folders of a server carry its process id and start
/// time in their name, so that the next server recognizes and removes what a killed one left.
interface Cgroups extends AutoCloseable {
    int MAX_PROCESSES = 1024;
    int CPU_PERIOD_MICROS = 20_000;
    int MEGABYTES_OF_ONE_CPU = 1769;

    System.Logger LOG = System.getLogger(Cgroups.class.getName());

    /// @param name unique in this server
    /// @param memoryBytes after which the kernel ends processes
    Cgroup create(String name, long memoryBytes) throws IOException;

    /// For people, e.g. `cgroups v1`.
    String description();

    @Override
    void close();

    /// The limits of one instance.
    interface Cgroup {
        /// Puts a thread in, where the kernel can: what it starts is in from its first moment.
        void joinThread(int id) throws IOException;

        /// Puts a process in that was started by a thread which could not join.
        void joinProcess(int pid) throws IOException;

        /// Memory that processes hold, without the files they wrote to /tmp and without the page
        /// cache.
        long usedBytes();

        /// Whether the kernel has ended a process for its memory.
        boolean outOfMemory();

        void limitCpu(int megabytes);

        /// After all processes have ended.
        void remove();
    }

    /// What this server may use: v2 where it carries the memory controller, otherwise v1.
    ///
    /// @return empty when there is none it may write to
    static Optional<Cgroups> open() {
        try {
            @Nullable Cgroups cgroups = CgroupsV2.open();
            return Optional.ofNullable(cgroups == null ? CgroupsV1.open() : cgroups);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "no usable cgroups", e);
            return Optional.empty();
        }
    }

    /// The folder of this server below `base`; those of dead servers are removed.
    static Path serverFolder(Path base) throws IOException {
        removeLeftovers(base);
        Path folder = base.resolve(serverName(ProcessHandle.current()));
        Files.createDirectories(folder);
        return folder;
    }

    private static String serverName(ProcessHandle process) {
        return "virga-" + process.pid() + "."
                + process.info().startInstant().map(i -> i.toEpochMilli()).orElse(0L);
    }

    private static void removeLeftovers(Path base) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, "virga-*.*")) {
            for (Path folder : folders) {
                String name = String.valueOf(folder.getFileName());
                long pid = Long.parseLong(name.substring(6, name.indexOf('.')));
                Optional<ProcessHandle> server = ProcessHandle.of(pid);
                if (server.isEmpty() || !serverName(server.get()).equals(name)) {
                    removeTree(folder);
                }
            }
        } catch (NumberFormatException notOurs) {
            LOG.log(Level.DEBUG, "a folder with a name like ours", notOurs);
        }
    }

    /// Ends what runs in it and removes it, with all below.
    static void removeTree(Path folder) {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, Files::isDirectory)) {
            children.forEach(Cgroups::removeTree);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "cannot list " + folder, e);
        }
        removeFolder(folder);
    }

    /// Processes need a moment to end, and the kernel one to notice.
    static void removeFolder(Path folder) {
        for (int attempt = 0; attempt < 200; attempt++) {
            try {
                Files.delete(folder);
                return;
            } catch (NoSuchFileException gone) {
                return;
            } catch (IOException busy) {
                for (String line : lines(folder.resolve("cgroup.procs"))) {
                    int pid = Integer.parseInt(line);
                    // This server itself is in while one of its slot threads is.
                    if (pid != ProcessHandle.current().pid()) {
                        Kernel.kill(pid);
                    }
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
        LOG.log(Level.WARNING, "cannot remove the cgroup " + folder + ": processes in it do not end");
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException gone) {
            return List.of();
        }
    }

    /// The number after a name in a file like `memory.stat`.
    static long number(Path file, String name) {
        for (String line : lines(file)) {
            if (line.length() > name.length() && line.charAt(name.length()) == ' ' && line.startsWith(name)) {
                return Long.parseLong(line.substring(name.length() + 1).strip());
            }
        }
        return 0;
    }

    static void write(Path file, String value) throws IOException {
        Files.writeString(file, value, java.nio.file.StandardOpenOption.WRITE);
    }

    static void tryWrite(Path file, String value) {
        try {
            write(file, value);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "cannot write " + file, e);
        }
    }

    static long cpuQuotaMicros(int megabytes) {
        return Math.max(1000, (long) CPU_PERIOD_MICROS * megabytes / MEGABYTES_OF_ONE_CPU);
    }
}
