package dev.virga.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import org.jspecify.annotations.Nullable;

/// Listeners on 127.0.0.1, in the network namespace of the calling thread.
final class Loopback {
    private static final int BACKLOG = 64;

    private Loopback() {}

    /// @param port 0 for any
    static ServerSocketChannel listen(int port) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
        try {
            InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            return listener.bind(new InetSocketAddress(here, port), BACKLOG);
        } catch (IOException e) {
            close(listener);
            throw e;
        }
    }

    static int port(ServerSocketChannel listener) throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    static void close(@Nullable ServerSocketChannel listener) {
        if (listener != null) {
            try {
                listener.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }
}
