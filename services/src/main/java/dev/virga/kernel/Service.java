package dev.virga.kernel;

import dev.virga.wire.Model;
import java.util.List;

/// A service: its model and the operations that are there. Each service package has one public
/// class, which is this.
public interface Service extends AutoCloseable {
    Model model();

    List<Operation<?, ?>> operations();

    /// Begins work of its own (pollers, timers) once every service is there.
    default void start() {}

    @Override
    default void close() {}
}
