package dev.virga.sandbox;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/// Gives up everything the calling thread may do beyond an ordinary user, for good, and for all
/// programs it starts.
final class Privileges {
    /// The user functions run as, where the server may choose one.
    static final int FUNCTION_USER = 10001;

    private static final int DROP_FROM_BOUNDING_SET = 24;
    private static final int SET_SECURE_BITS = 28;
    private static final int SET_NO_NEW_PRIVS = 38;
    private static final int AMBIENT = 47;
    private static final int AMBIENT_CLEAR_ALL = 4;
    private static final int CAPABILITY_VERSION_3 = 0x20080522;

    // No capabilities for user 0 on exec; none kept over a change of users; no ambient ones; locked.
    private static final int SECURE_BITS = 0x01 | 0x02 | 0x20 | 0x40 | 0x80;

    private Privileges() {}

    /// Whether this process has other user ids than its own at hand: not so in a user namespace
    /// made by an ordinary user.
    static boolean canChangeUser() throws IOException {
        return maps(Path.of("/proc/self/uid_map")) && maps(Path.of("/proc/self/gid_map"));
    }

    private static boolean maps(Path file) throws IOException {
        for (String line : Files.readAllLines(file)) {
            String[] range = line.strip().split("\\s+");
            long first = Long.parseLong(range[0]);
            if (first <= FUNCTION_USER && FUNCTION_USER < first + Long.parseLong(range[2])) {
                return true;
            }
        }
        return false;
    }

    static void drop(boolean changeUser) throws SyscallException {
        for (int capability = 0; capability < 64; capability++) {
            if (Kernel.tryCall(Syscall.PRCTL, DROP_FROM_BOUNDING_SET, capability) < 0) {
                break;
            }
        }
        Kernel.call("clear ambient capabilities", Syscall.PRCTL, AMBIENT, AMBIENT_CLEAR_ALL);
        Kernel.call("set secure bits", Syscall.PRCTL, SET_SECURE_BITS, SECURE_BITS);
        if (changeUser) {
            Kernel.call("setgroups", Syscall.SETGROUPS, 0, 0);
            Kernel.call("setresgid", Syscall.SETRESGID, FUNCTION_USER, FUNCTION_USER, FUNCTION_USER);
            Kernel.call("setresuid", Syscall.SETRESUID, FUNCTION_USER, FUNCTION_USER, FUNCTION_USER);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(8, 8);
            header.set(ValueLayout.JAVA_INT, 0, CAPABILITY_VERSION_3);
            Kernel.call(
                    "capset",
                    Syscall.CAPSET,
                    header.address(),
                    arena.allocate(24, 8).address());
        }
        Kernel.call("no_new_privs", Syscall.PRCTL, SET_NO_NEW_PRIVS, 1);
        Seccomp.install();
    }
}
