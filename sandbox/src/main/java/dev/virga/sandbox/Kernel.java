package dev.virga.sandbox;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// System calls from Java. Every method acts for the calling thread only, as the kernel has it:
/// namespaces, credentials and seccomp filters belong to threads.
final class Kernel {
    static final int AT_FDCWD = -100;
    static final int O_CLOEXEC = 0x80000;
    static final int O_NONBLOCK = 0x800;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SYSCALL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG),
            Linker.Option.firstVariadicArg(1),
            Linker.Option.captureCallState("errno"));

    private Kernel() {}

    /// @return what the kernel returned, or minus the error number
    static long tryCall(Syscall call, long... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = (long) SYSCALL.invokeExact(
                    state,
                    (long) call.number,
                    at(arguments, 0),
                    at(arguments, 1),
                    at(arguments, 2),
                    at(arguments, 3),
                    at(arguments, 4),
                    at(arguments, 5));
            return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static long call(String what, Syscall call, long... arguments) throws SyscallException {
        long result = tryCall(call, arguments);
        if (result < 0) {
            throw new SyscallException(what, (int) -result);
        }
        return result;
    }

    static void close(int fd) {
        if (fd >= 0) {
            tryCall(Syscall.CLOSE, fd);
        }
    }

    static int openDirectoryEntry(String path) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            return (int) call(
                    "open " + path,
                    Syscall.OPENAT,
                    AT_FDCWD,
                    arena.allocateFrom(path).address(),
                    O_CLOEXEC);
        }
    }

    /// A pipe whose ends are closed in spawned programs.
    ///
    /// @param flags e.g. [#O_NONBLOCK], for both ends
    static PipeEnds pipe(int flags) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(INT, 2);
            call("pipe", Syscall.PIPE2, ends.address(), O_CLOEXEC | flags);
            return new PipeEnds(ends.getAtIndex(INT, 0), ends.getAtIndex(INT, 1));
        }
    }

    static void makeNonBlocking(int fd) throws SyscallException {
        int setFlags = 4;
        call("fcntl", Syscall.FCNTL, fd, setFlags, O_NONBLOCK);
    }

    /// The exit status of an ended child, as `128 + signal` when a signal ended it; -1 while it
    /// runs.
    static int reap(int pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(INT);
            int noHang = 1;
            long result = tryCall(Syscall.WAIT4, pid, status.address(), noHang, 0);
            if (result == 0) {
                return -1;
            }
            int value = status.get(INT, 0);
            int signal = value & 0x7f;
            return signal != 0 ? 128 + signal : (value >> 8) & 0xff;
        }
    }

    /// Waits for the end of a child, on a thread that may block.
    static void awaitEnd(int pid) {
        tryCall(Syscall.WAIT4, pid, 0, 0, 0);
    }

    static void kill(int pid) {
        if (pid > 1) {
            tryCall(Syscall.KILL, pid, 9);
        }
    }

    static MethodHandle libc(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
    }

    static MemorySegment strings(Arena arena, java.util.List<String> strings) {
        MemorySegment array = arena.allocate(POINTER, strings.size() + 1L);
        for (int i = 0; i < strings.size(); i++) {
            array.setAtIndex(POINTER, i, arena.allocateFrom(strings.get(i)));
        }
        return array;
    }

    private static long at(long[] values, int index) {
        return index < values.length ? values[index] : 0;
    }

    record PipeEnds(int readEnd, int writeEnd) {}
}
