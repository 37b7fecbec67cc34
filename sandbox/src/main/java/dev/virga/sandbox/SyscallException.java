package dev.virga.sandbox;

import java.io.IOException;

/// A system call that the kernel refused.
final class SyscallException extends IOException {
    private static final long serialVersionUID = 1;

    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ECHILD = 10;

    final int errno;

    SyscallException(String what, int errno) {
        super(what + ": " + name(errno));
        this.errno = errno;
    }

    private static String name(int errno) {
        return switch (errno) {
            case 1 -> "not permitted (EPERM)";
            case 2 -> "not found (ENOENT)";
            case 12 -> "out of memory (ENOMEM)";
            case 13 -> "access denied (EACCES)";
            case 16 -> "busy (EBUSY)";
            case 20 -> "not a directory (ENOTDIR)";
            case 22 -> "invalid (EINVAL)";
            case 24 -> "too many open files (EMFILE)";
            case 28 -> "no space (ENOSPC)";
            case 38 -> "not known to this kernel (ENOSYS)";
            default -> "errno " + errno;
        };
    }
}
