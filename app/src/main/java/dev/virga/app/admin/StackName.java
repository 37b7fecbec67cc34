package dev.virga.app.admin;

import java.nio.file.Path;

/// The stack that a folder becomes when nobody names one.
final class StackName {
    /// CloudFormation's limit.
    private static final int MAX_LENGTH = 128;

    private StackName() {}

    /// `~/work/My orders_2` → `My-orders-2`
    static String of(Path folder) {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        String name = last == null ? "app" : last.toString();
        String clean = name.replaceAll("[^A-Za-z0-9-]+", "-")
                .replaceAll("^[^A-Za-z]+", "")
                .replaceAll("-+$", "");
        if (clean.isEmpty()) {
            return "app";
        }
        return clean.length() > MAX_LENGTH ? clean.substring(0, MAX_LENGTH) : clean;
    }
}
