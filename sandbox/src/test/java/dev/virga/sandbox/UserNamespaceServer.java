package dev.virga.sandbox;

import java.io.IOException;

/// A server of an ordinary user: prints what functions say, for [UserNamespaceTest] to compare.
final class UserNamespaceServer {
    private UserNamespaceServer() {}

    public static void main(String[] arguments) throws IOException {
        try (Functions functions = new Functions(SandboxOptions.Isolation.BEST)) {
            System.out.println(functions.sandbox.isolation());
            Functions.Function sees = functions.python("import os\ndef handler(event, context):\n"
                    + "    rights = [l.split()[1] for l in open('/proc/self/status') if l.startswith('Cap')]\n"
                    + "    return [rights, sorted(os.listdir('/'))]");
            System.out.println(Functions.text(sees.run("1")));
            Functions.Function tries = functions.python("import ctypes\nlibc = ctypes.CDLL(None)\n"
                    + "def handler(event, context):\n"
                    + "    return [libc.syscall(272, 0x10020000), libc.syscall(165, b'x', b'/tmp', b'tmpfs', 0, 0),"
                    + " libc.syscall(166, b'/proc', 2), libc.syscall(161, b'/tmp')]");
            System.out.println(Functions.text(tries.run("1")));
            Functions.Function hog = functions.python("def handler(event, context):\n"
                    + "    kept = []\n    while True: kept.append(bytearray(b'x' * 1000000))");
            System.out.println(Functions.text(hog.memory(128).run("1")));
            Functions.Function node = functions.node("exports.handler = async (e) => e.x + 1");
            System.out.println(Functions.text(node.run("{\"x\":1}")));
        }
    }
}
