package dev.virga.sandbox;

import java.util.ArrayList;
import java.util.List;

/// A process started by [Spawn].
final class Child {
    final int pid;
    private final Poller poller;
    private final int pidFd;
    private final long key;
    private final List<Runnable> actions = new ArrayList<>();
    private int exitCode = -1;

    Child(Poller poller, int pid) throws SyscallException {
        this.poller = poller;
        this.pid = pid;
        pidFd = (int) Kernel.call("pidfd_open", Syscall.PIDFD_OPEN, pid, 0);
        key = poller.add(pidFd, this::reap);
    }

    /// -1 while it runs, otherwise its status or 128 + signal.
    synchronized int exitCode() {
        return exitCode;
    }

    /// Runs the action on a virtual thread when the process has ended, now if it has already.
    void onEnd(Runnable action) {
        synchronized (this) {
            if (exitCode < 0) {
                actions.add(action);
                return;
            }
        }
        Thread.ofVirtual().name("sandbox-end").start(action);
    }

    /// Never hits another process: the number is free for one only when [#reap] has taken the
    /// status.
    synchronized void kill() {
        if (exitCode < 0) {
            Kernel.kill(pid);
        }
    }

    private void reap() {
        List<Runnable> due;
        synchronized (this) {
            exitCode = Kernel.reap(pid);
            if (exitCode < 0) {
                poller.again(pidFd, key);
                return;
            }
            poller.remove(pidFd, key);
            Kernel.close(pidFd);
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(action -> Thread.ofVirtual().name("sandbox-end").start(action));
    }
}
