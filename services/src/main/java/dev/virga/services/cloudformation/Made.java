package dev.virga.services.cloudformation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A resource that exists.
///
/// @param physicalId how its service knows it
/// @param ref what `Ref` gives; mostly the physical id
/// @param properties what it was last made to be
/// @param attributes what `Fn::GetAtt` gives
record Made(
        String physicalId,
        String ref,
        Map<String, @Nullable Object> properties,
        Map<String, @Nullable Object> attributes) {
    static Made of(String physicalId, Properties properties) {
        return new Made(physicalId, physicalId, properties.tree(), Map.of());
    }

    Made with(String attribute, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(attributes);
        more.put(attribute, value);
        return new Made(physicalId, ref, properties, more);
    }

    Made with(Properties other) {
        return new Made(physicalId, ref, other.tree(), attributes);
    }

    Made withRef(String other) {
        return new Made(physicalId, other, properties, attributes);
    }
}
