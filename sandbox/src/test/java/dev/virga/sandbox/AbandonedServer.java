package dev.virga.sandbox;

/// A server that starts a function which never ends, says where its folder is, and waits to be
/// killed.
final class AbandonedServer {
    private AbandonedServer() {}

    public static void main(String[] arguments) throws Exception {
        Functions functions = new Functions(SandboxOptions.Isolation.BEST);
        functions.python("import time\ndef handler(event, context): return 1").start();
        System.out.println(functions.folder);
        Thread.currentThread().join();
    }
}
