package dev.virga.sandbox;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/// Starts a program from the calling thread, so that it inherits this thread's namespaces,
/// credentials and filter. `ProcessBuilder` cannot: it needs new threads, which the kernel refuses
/// to a thread whose children go to another process namespace.
final class Spawn {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final FunctionDescriptor ONE_POINTER = FunctionDescriptor.of(INT, POINTER);

    // Sizes of glibc's opaque structures on 64-bit machines, which musl shares.
    private static final long ACTIONS_BYTES = 80;
    private static final long ATTRIBUTES_BYTES = 336;
    private static final long SIGNAL_SET_BYTES = 128;
    private static final short SET_SIGNAL_DEFAULTS = 0x04;
    private static final short SET_SIGNAL_MASK = 0x08;
    private static final short NEW_SESSION = 0x80;

    private static final MethodHandle SPAWN = Kernel.libc(
            "posix_spawn", FunctionDescriptor.of(INT, POINTER, POINTER, POINTER, POINTER, POINTER, POINTER));
    private static final MethodHandle ACTIONS_INIT = Kernel.libc("posix_spawn_file_actions_init", ONE_POINTER);
    private static final MethodHandle ACTIONS_DESTROY = Kernel.libc("posix_spawn_file_actions_destroy", ONE_POINTER);
    private static final MethodHandle ADD_OPEN = Kernel.libc(
            "posix_spawn_file_actions_addopen", FunctionDescriptor.of(INT, POINTER, INT, POINTER, INT, INT));
    private static final MethodHandle ADD_DUP =
            Kernel.libc("posix_spawn_file_actions_adddup2", FunctionDescriptor.of(INT, POINTER, INT, INT));
    private static final MethodHandle ADD_CLOSE_FROM =
            Kernel.libc("posix_spawn_file_actions_addclosefrom_np", FunctionDescriptor.of(INT, POINTER, INT));
    private static final MethodHandle ATTRIBUTES_INIT = Kernel.libc("posix_spawnattr_init", ONE_POINTER);
    private static final MethodHandle SET_FLAGS =
            Kernel.libc("posix_spawnattr_setflags", FunctionDescriptor.of(INT, POINTER, ValueLayout.JAVA_SHORT));
    private static final MethodHandle SET_DEFAULTS =
            Kernel.libc("posix_spawnattr_setsigdefault", FunctionDescriptor.of(INT, POINTER, POINTER));
    private static final MethodHandle FILL_SIGNALS = Kernel.libc("sigfillset", ONE_POINTER);

    private Spawn() {}

    /// @param input descriptor to become standard input, or -1 for /dev/null
    /// @param output descriptor to become standard output
    /// @param error descriptor to become standard error; every other one is closed
    /// @return the process id, as this process sees it
    static int program(List<String> command, List<String> environment, int input, int output, int error)
            throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(ACTIONS_BYTES, 16);
            MemorySegment attributes = arena.allocate(ATTRIBUTES_BYTES, 16);
            MemorySegment signals = arena.allocate(SIGNAL_SET_BYTES, 16);
            MemorySegment pid = arena.allocate(INT);
            check((int) ACTIONS_INIT.invokeExact(actions));
            if (input >= 0) {
                check((int) ADD_DUP.invokeExact(actions, input, 0));
            } else {
                check((int) ADD_OPEN.invokeExact(actions, 0, arena.allocateFrom("/dev/null"), 0, 0));
            }
            check((int) ADD_DUP.invokeExact(actions, output, 1));
            check((int) ADD_DUP.invokeExact(actions, error, 2));
            check((int) ADD_CLOSE_FROM.invokeExact(actions, 3));
            check((int) ATTRIBUTES_INIT.invokeExact(attributes));
            check((int) FILL_SIGNALS.invokeExact(signals));
            check((int) SET_DEFAULTS.invokeExact(attributes, signals));
            short flags = (short) (SET_SIGNAL_DEFAULTS | SET_SIGNAL_MASK | NEW_SESSION);
            check((int) SET_FLAGS.invokeExact(attributes, flags));
            int error0 = (int) SPAWN.invokeExact(
                    pid,
                    arena.allocateFrom(command.getFirst()),
                    actions,
                    attributes,
                    Kernel.strings(arena, command),
                    Kernel.strings(arena, environment));
            check((int) ACTIONS_DESTROY.invokeExact(actions));
            if (error0 != 0) {
                throw new SyscallException("start " + command.getFirst(), error0);
            }
            return pid.get(INT, 0);
        } catch (SyscallException e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void check(int error) throws SyscallException {
        if (error != 0) {
            throw new SyscallException("prepare a program start", error);
        }
    }
}
