package dev.virga.sandbox;

/// The machine this runs on, as far as system calls depend on it.
final class Machine {
    static final boolean X86_64 = "amd64".equals(System.getProperty("os.arch"));
    static final boolean SUPPORTED = "Linux".equals(System.getProperty("os.name"))
            && (X86_64 || "aarch64".equals(System.getProperty("os.arch")));

    private Machine() {}
}
