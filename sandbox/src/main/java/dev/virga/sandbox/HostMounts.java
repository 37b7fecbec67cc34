package dev.virga.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Copies folders of the host as detached mounts, which slots then put into their own roots. Done
/// by one thread in a mount namespace of its own, which follows the host's: slots cannot see the
/// host's folders any more, and in a user namespace only own mounts may be copied.
final class HostMounts implements AutoCloseable {
    private static final int ATTRIBUTES = Mounts.READ_ONLY | Mounts.NO_SUID | Mounts.NO_DEVICES;
    private static final int MAX_OVERLAY_OPTIONS = 4000;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("sandbox-mounts").factory());

    HostMounts() throws IOException {
        call(() -> {
            Kernel.call("unshare", Syscall.UNSHARE, Slot.SHARED_FILE_SYSTEM_STATE | Slot.MOUNT_NAMESPACE);
            Mounts.followHost();
            return 0;
        });
    }

    /// @return a descriptor, to be closed
    int copy(Path folder) throws IOException {
        return call(() -> Mounts.copy(folder.toString(), ATTRIBUTES));
    }

    /// @param folders a later one over an earlier one
    /// @return a descriptor, to be closed; -1 when there are none
    int merged(List<Path> folders) throws IOException {
        if (folders.size() < 2) {
            return folders.isEmpty() ? -1 : copy(folders.getFirst());
        }
        StringBuilder options = new StringBuilder("lowerdir=");
        for (Path folder : folders.reversed()) {
            String escaped =
                    folder.toString().replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,");
            options.append(options.length() > "lowerdir=".length() ? ":" : "").append(escaped);
        }
        if (options.length() > MAX_OVERLAY_OPTIONS) {
            throw new IOException("the paths of the layers are too long to be merged");
        }
        String target = folders.getFirst().toString();
        return call(() -> {
            Mounts.overlay(target, options.toString());
            try {
                return Mounts.copy(target, ATTRIBUTES);
            } finally {
                Mounts.remove(target);
            }
        });
    }

    private int call(Callable<Integer> action) throws IOException {
        try {
            return thread.submit(action).get();
        } catch (ExecutionException e) {
            @Nullable Throwable cause = e.getCause();
            throw new IOException("cannot build the sandbox: " + (cause == null ? e : cause).getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while building a sandbox", e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
