package dev.virga.sandbox;

/// Starts functions as isolated processes. One a server; owns the slots (namespaces, cgroups, mount
/// points).
public interface Sandbox extends AutoCloseable {
    /// The best isolation this host allows. With [SandboxOptions.Isolation#BEST] the result may
    /// still be plain processes: [#isolation] says so, and why.
    static Sandbox open(SandboxOptions options) throws java.io.IOException {
        return Sandboxes.open(options);
    }

    /// Starts the process and returns when its runtime has asked for the first invocation, has
    /// reported an init error, has ended or has used up its init time; the last three are told by
    /// the first `invoke`.
    ///
    /// @throws java.io.IOException when the host cannot start it (no slot, no interpreter): the
    ///     message says what to do
    Instance start(SandboxSpec spec, LogSink log) throws java.io.IOException;

    /// How functions are isolated here, in one line for people, e.g. `namespaces, cgroups v1,
    /// seccomp`.
    String isolation();

    /// Where the cloud answers inside an instance, e.g. `http://127.0.0.1:4566`: on its own
    /// loopback when it has one, else where it answers on the host.
    String endpoint(SandboxSpec.Network network);

    /// Ends every instance and removes mounts, cgroups and namespaces.
    @Override
    void close();
}
