package dev.virga.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The system calls a function may not make: those that look into or change other processes,
/// mounts, namespaces and the kernel itself, and the rarely used ones with a history of holes. A
/// list of what is denied and not of what is allowed, so that any language runtime works.
final class Seccomp {
    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_AT_LEAST = 0x35;
    private static final int JUMP_IF_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    private static final int ALLOW = 0x7fff0000;
    private static final int KILL_PROCESS = 0x80000000;
    private static final int NOT_PERMITTED = 0x00050001;
    private static final int NOT_KNOWN = 0x00050026;

    private static final int NUMBER_OFFSET = 0;
    private static final int ARCHITECTURE_OFFSET = 4;
    private static final int FIRST_ARGUMENT_OFFSET = 16;
    private static final int X32_BIT = 0x40000000;
    private static final int CLONE_NEW_ANYTHING = 0x7e020000;

    private static final int ARCHITECTURE = Machine.X86_64 ? 0xc000003e : 0xc00000b7;
    private static final int CLONE = Machine.X86_64 ? 56 : 220;
    private static final int CLONE3 = 435;

    // Both tables in one order: ptrace, process_vm_readv, process_vm_writev, kcmp, mount, umount2,
    // pivot_root, chroot, setns, unshare, swapon, swapoff, reboot, init_module, finit_module,
    // delete_module, kexec_load, kexec_file_load, bpf, perf_event_open, userfaultfd, add_key,
    // request_key, keyctl, name_to_handle_at, open_by_handle_at, quotactl, acct, syslog,
    // settimeofday, clock_settime, adjtimex, clock_adjtime, sethostname, setdomainname, personality,
    // lookup_dcookie, move_pages, mbind, set_mempolicy, migrate_pages, fanotify_init, vhangup,
    // nfsservctl; then those with the same number on both: pidfd_getfd, open_tree, move_mount,
    // fsopen, fsconfig, fsmount, fspick, mount_setattr, quotactl_fd, io_uring_setup/enter/register,
    // process_madvise, process_mrelease, open_tree_attr.
    private static final int[] X86 = {
        101, 310, 311, 312, 165, 166, 155, 161, 308, 272, 167, 168, 169, 175, 313, 176, 246, 320, 321, 298, 323, 248,
        249, 250, 303, 304, 179, 163, 103, 164, 227, 159, 305, 170, 171, 135, 212, 279, 237, 238, 256, 300, 153, 180
    };
    private static final int[] ARM = {
        117, 270, 271, 272, 40, 39, 41, 51, 268, 97, 224, 225, 142, 105, 273, 106, 104, 294, 280, 241, 282, 217, 218,
        219, 264, 265, 60, 89, 116, 170, 112, 171, 266, 161, 162, 92, 18, 239, 235, 237, 238, 262, 58, 42
    };
    private static final int[] BOTH = {438, 428, 429, 430, 431, 432, 433, 442, 443, 425, 426, 427, 440, 448, 467};

    private static final int PR_SET_SECCOMP = 22;
    private static final int MODE_FILTER = 2;

    private Seccomp() {}

    /// Puts the filter on the calling thread, for good; programs it starts inherit it. Needs
    /// no_new_privs.
    static void install() throws SyscallException {
        byte[] program = program();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment code = arena.allocate(program.length, 8);
            code.copyFrom(MemorySegment.ofArray(program));
            MemorySegment header = arena.allocate(16, 8);
            header.set(ValueLayout.JAVA_SHORT, 0, (short) (program.length / 8));
            header.set(ValueLayout.JAVA_LONG, 8, code.address());
            Kernel.call("seccomp", Syscall.PRCTL, PR_SET_SECCOMP, MODE_FILTER, header.address());
        }
    }

    private static byte[] program() {
        int[] own = Machine.X86_64 ? X86 : ARM;
        ByteBuffer code =
                ByteBuffer.allocate(8 * (13 + 2 * (own.length + BOTH.length))).order(ByteOrder.LITTLE_ENDIAN);
        add(code, LOAD_WORD, 0, 0, ARCHITECTURE_OFFSET);
        add(code, JUMP_IF_EQUAL, 1, 0, ARCHITECTURE);
        add(code, RETURN, 0, 0, KILL_PROCESS);
        add(code, LOAD_WORD, 0, 0, NUMBER_OFFSET);
        add(code, JUMP_IF_AT_LEAST, 0, 1, X32_BIT);
        add(code, RETURN, 0, 0, NOT_KNOWN);
        for (int number : own) {
            add(code, JUMP_IF_EQUAL, 0, 1, number);
            add(code, RETURN, 0, 0, NOT_PERMITTED);
        }
        for (int number : BOTH) {
            add(code, JUMP_IF_EQUAL, 0, 1, number);
            add(code, RETURN, 0, 0, NOT_PERMITTED);
        }
        // clone3 hides its flags in memory, which a filter cannot read: libc falls back to clone.
        add(code, JUMP_IF_EQUAL, 0, 1, CLONE3);
        add(code, RETURN, 0, 0, NOT_KNOWN);
        add(code, JUMP_IF_EQUAL, 0, 3, CLONE);
        add(code, LOAD_WORD, 0, 0, FIRST_ARGUMENT_OFFSET);
        add(code, JUMP_IF_ANY_BIT, 0, 1, CLONE_NEW_ANYTHING);
        add(code, RETURN, 0, 0, NOT_PERMITTED);
        add(code, RETURN, 0, 0, ALLOW);
        return code.array();
    }

    private static void add(ByteBuffer code, int operation, int ifTrue, int ifFalse, int operand) {
        code.putShort((short) operation).put((byte) ifTrue).put((byte) ifFalse).putInt(operand);
    }
}
