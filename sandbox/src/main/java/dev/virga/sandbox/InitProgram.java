package dev.virga.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The first process of a sandbox's process namespace. /proc can only be mounted by a process
/// inside, and with the end of this one the kernel ends all others. So it mounts /proc, gives up
/// its rights and then waits for the end of a pipe which only the server holds: when the server
/// dies, however it dies, the sandbox dies.
///
/// It is a shell and `cat`; children that lose their parent are reaped by the kernel, as it ignores
/// their end.
final class InitProgram {
    private static final String MOUNT_PROC = "mount -t proc -o nosuid,nodev,noexec,hidepid=2 proc /proc";
    private static final String WITHOUT_RIGHTS =
            "setpriv --no-new-privs --bounding-set=-all --inh-caps=-all --ambient-caps=-all ";
    private static final String OTHER_USER = "--reuid=65534 --regid=65534 --clear-groups ";

    private final List<String> command;

    InitProgram(boolean changeUser) {
        boolean setpriv = Files.isExecutable(Path.of("/usr/bin/setpriv"));
        String prefix =
                setpriv ? WITHOUT_RIGHTS + (changeUser ? OTHER_USER : "--securebits=+noroot,+noroot_locked ") : "";
        command = List.of(
                "/bin/sh",
                "-c",
                MOUNT_PROC + " || exit 1; printf x; trap '' CHLD; exec " + prefix + "cat >/dev/null 2>&1");
    }

    /// @param lifeline the server's end of the pipe
    /// @param status says when /proc is there
    record Running(int pid, int lifeline, int status) {
        /// Closes `status`.
        void awaitProc() throws SyscallException {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment answer = arena.allocate(1);
                long count = Kernel.tryCall(Syscall.READ, status, answer.address(), 1);
                if (count != 1) {
                    throw new SyscallException("mount /proc inside the sandbox", 1);
                }
            } finally {
                Kernel.close(status);
            }
        }
    }

    Running start() throws SyscallException {
        Kernel.PipeEnds life = Kernel.pipe(0);
        Kernel.PipeEnds status = Kernel.pipe(0);
        try {
            int pid = Spawn.program(
                    command, List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin"), life.readEnd(), status.writeEnd(), 2);
            return new Running(pid, life.writeEnd(), status.readEnd());
        } catch (SyscallException e) {
            Kernel.close(life.writeEnd());
            Kernel.close(status.readEnd());
            throw e;
        } finally {
            Kernel.close(life.readEnd());
            Kernel.close(status.writeEnd());
        }
    }
}
