package dev.virga.kernel;

import dev.virga.wire.Model;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A service: its model and the operations that are there. Each service package has one public
/// class, which is this.
public interface Service extends AutoCloseable {
    Model model();

    List<Operation<?, ?>> operations();

    /// Tags of one of this service's resources, for the condition key `aws:ResourceTag/…`. Asked
    /// only when a policy does; empty for a resource that has none or is not there.
    default Map<String, String> tags(String arn, Call call) {
        return Map.of();
    }

    /// Condition keys of this service that any of its operations may have, e.g. `s3:TlsVersion`,
    /// besides those which the operation gives with its [Access]. Asked only when a policy names a
    /// key that the operation did not give.
    ///
    /// @param input of an operation of this service
    default Map<String, List<String>> conditions(Op<?, ?> op, Struct input, Access access, Call call) {
        return Map.of();
    }

    /// The condition keys that come of them; for services whose keys have names of their own.
    default Map<String, String> tagConditions(String arn, Call call) {
        Map<String, String> keys = new HashMap<>();
        String own = model().signingName() + ":ResourceTag/";
        tags(arn, call).forEach((key, value) -> {
            keys.put("aws:ResourceTag/" + key, value);
            keys.put(own + key, value);
        });
        return keys;
    }

    /// Begins work of its own (pollers, timers) once every service is there.
    default void start() {}

    @Override
    default void close() {}
}
