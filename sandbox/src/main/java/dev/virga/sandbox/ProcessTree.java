package dev.virga.sandbox;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/// Measures processes and all their descendants by reading /proc, where there are no cgroups.
///
/// @param init reaps the orphans of the function: 0 for none
record ProcessTree(int init, int function) {
    private static final int MAX_LOOKED_AT = Cgroups.MAX_PROCESSES;

    /// Anonymous memory of all, and the mapped files of the one that has most of them, as they
    /// share those.
    long usedBytes() {
        Deque<Integer> open = new ArrayDeque<>();
        if (init > 0) {
            open.add(init);
        }
        open.add(function);
        Set<Integer> seen = new HashSet<>();
        long anonymousKilobytes = 0;
        long filesKilobytes = 0;
        while (!open.isEmpty() && seen.size() < MAX_LOOKED_AT) {
            int pid = open.remove();
            if (!seen.add(pid)) {
                continue;
            }
            for (String line : Cgroups.lines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("RssAnon:")) {
                    anonymousKilobytes += kilobytes(line);
                } else if (line.startsWith("RssFile:")) {
                    filesKilobytes = Math.max(filesKilobytes, kilobytes(line));
                }
            }
            children(pid, open);
        }
        return (anonymousKilobytes + filesKilobytes) * 1024;
    }

    private static void children(int pid, Deque<Integer> into) {
        for (String line : Cgroups.lines(Path.of("/proc/" + pid + "/task/" + pid + "/children"))) {
            for (String child : line.strip().split(" ")) {
                if (!child.isEmpty()) {
                    into.add(Integer.parseInt(child));
                }
            }
        }
    }

    private static long kilobytes(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }
}
