package dev.virga.app.deploy;

/// Is told what happens, line by line, while it happens.
@FunctionalInterface
public interface Progress {
    void line(String text);
}
