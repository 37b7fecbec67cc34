package dev.virga.sandbox;

import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/// What a [Sandbox] is given by the server.
///
/// @param workFolder for mount points and the unpacked runtime clients; made when it is missing.
///     Readable for everybody, as functions run under another user id
/// @param runtimesFolder what functions find without bundling it, mounted at /var/runtime:
///     `nodejs/node_modules` and `python`; need not exist
/// @param endpoint serves a connection that a function made to 127.0.0.1:4566 (and closes it);
///     called on a virtual thread of its own
/// @param hostEndpoint where the cloud answers on the host, for functions that share its network
/// @param clock by which the deadlines of invocations are told
/// @param hostClock the clock that function processes see, from which the deadline they are told is
///     computed; another one than `clock` only where that one is moved
/// @param isolation the most that is to be tried
/// @param limitCpu gives functions CPU in proportion to their memory after their init, as Lambda
///     does; otherwise all there is
public record SandboxOptions(
        Path workFolder,
        Path runtimesFolder,
        Consumer<SocketChannel> endpoint,
        String hostEndpoint,
        InstantSource clock,
        InstantSource hostClock,
        Isolation isolation,
        boolean limitCpu) {

    /// How functions are kept apart.
    public enum Isolation {
        /// Namespaces where the host allows it, otherwise plain processes with a warning.
        BEST,
        /// Plain processes: no protection at all, for trusted code.
        PLAIN
    }
}
