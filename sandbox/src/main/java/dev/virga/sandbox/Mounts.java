package dev.virga.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Mounting for the calling thread, which is in a mount namespace of its own.
final class Mounts {
    static final int READ_ONLY = 1;
    static final int NO_SUID = 2;
    static final int NO_DEVICES = 4;

    private static final int AT_RECURSIVE = 0x8000;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int OPEN_TREE_CLONE = 1;
    private static final int MOVE_FROM_DESCRIPTOR = 4;
    private static final int MS_NOSUID = 2;
    private static final int MS_NODEV = 4;
    private static final int MS_RECURSIVE = 1 << 14;
    private static final int MS_PRIVATE = 1 << 18;
    private static final int MS_SLAVE = 1 << 19;
    private static final int DETACH = 2;

    private Mounts() {}

    /// From now on nothing that is mounted here shows elsewhere, nor the other way round.
    static void makeAllPrivate() throws SyscallException {
        mount("make mounts private", "none", "/", null, MS_RECURSIVE | MS_PRIVATE, null);
    }

    /// From now on what the host mounts shows here, and not the other way round.
    static void followHost() throws SyscallException {
        mount("make mounts followers", "none", "/", null, MS_RECURSIVE | MS_SLAVE, null);
    }

    static void tmpfs(String target, String options) throws SyscallException {
        mount("mount " + target, "tmpfs", target, "tmpfs", MS_NOSUID | MS_NODEV, options);
    }

    /// Folders one over another, the last one on top, none of them writable.
    static void overlay(String target, String options) throws SyscallException {
        mount("merge layers", "overlay", target, "overlay", MS_NOSUID | MS_NODEV | 1, options);
    }

    private static void mount(
            String what,
            String source,
            String target,
            @org.jspecify.annotations.Nullable String type,
            long flags,
            @org.jspecify.annotations.Nullable String options)
            throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            Kernel.call(
                    what,
                    Syscall.MOUNT,
                    arena.allocateFrom(source).address(),
                    arena.allocateFrom(target).address(),
                    type == null ? 0 : arena.allocateFrom(type).address(),
                    flags,
                    options == null ? 0 : arena.allocateFrom(options).address());
        }
    }

    /// A copy of what is mounted at a path, not mounted anywhere yet. It can be carried into
    /// another mount namespace, where the path does not exist.
    ///
    /// @return a descriptor, to be closed
    static int copy(String source, int attributes) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            int tree = (int) Kernel.call(
                    "open " + source,
                    Syscall.OPEN_TREE,
                    Kernel.AT_FDCWD,
                    arena.allocateFrom(source).address(),
                    OPEN_TREE_CLONE | AT_RECURSIVE | Kernel.O_CLOEXEC);
            try {
                setAttributes(tree, attributes);
                return tree;
            } catch (SyscallException e) {
                Kernel.close(tree);
                throw e;
            }
        }
    }

    static void place(int tree, String target) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            Kernel.call(
                    "mount " + target,
                    Syscall.MOVE_MOUNT,
                    tree,
                    arena.allocateFrom("").address(),
                    Kernel.AT_FDCWD,
                    arena.allocateFrom(target).address(),
                    MOVE_FROM_DESCRIPTOR);
        }
    }

    static void bind(String source, String target, int attributes) throws SyscallException {
        int tree = copy(source, attributes);
        try {
            place(tree, target);
        } finally {
            Kernel.close(tree);
        }
    }

    private static void setAttributes(int tree, int attributes) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment change = arena.allocate(32, 8);
            change.setAtIndex(ValueLayout.JAVA_LONG, 0, attributes);
            change.setAtIndex(ValueLayout.JAVA_LONG, 2, MS_PRIVATE);
            Kernel.call(
                    "set mount attributes",
                    Syscall.MOUNT_SETATTR,
                    tree,
                    arena.allocateFrom("").address(),
                    AT_EMPTY_PATH | AT_RECURSIVE,
                    change.address(),
                    change.byteSize());
        }
    }

    static void remove(String target) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            Kernel.call(
                    "unmount " + target,
                    Syscall.UMOUNT2,
                    arena.allocateFrom(target).address(),
                    DETACH);
        }
    }

    /// Makes a mounted folder the root of this thread's mount namespace and lets go of the old one.
    static void changeRoot(String folder) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment here = arena.allocateFrom(".");
            Kernel.call("chdir", Syscall.CHDIR, arena.allocateFrom(folder).address());
            Kernel.call("pivot_root", Syscall.PIVOT_ROOT, here.address(), here.address());
            Kernel.call("unmount the old root", Syscall.UMOUNT2, here.address(), DETACH);
            Kernel.call("chdir", Syscall.CHDIR, arena.allocateFrom("/").address());
        }
    }

    /// Makes the mounted root read-only.
    static void makeRootReadOnly() throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment change = arena.allocate(32, 8);
            change.setAtIndex(ValueLayout.JAVA_LONG, 0, READ_ONLY | NO_SUID | NO_DEVICES);
            Kernel.call(
                    "make the root read-only",
                    Syscall.MOUNT_SETATTR,
                    Kernel.AT_FDCWD,
                    arena.allocateFrom("/").address(),
                    0,
                    change.address(),
                    change.byteSize());
        }
    }
}
