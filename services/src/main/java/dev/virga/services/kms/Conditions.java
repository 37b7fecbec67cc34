package dev.virga.services.kms;

import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values of condition keys for one request.
///
/// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
final class Conditions {
    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private Map<String, String> context = Map.of();

    private Conditions() {}

    static Conditions of(Call call) {
        Conditions made = new Conditions();
        if (!(call.caller() instanceof Caller.Anonymous)) {
            made.and("kms:CallerAccount", call.caller().account());
        }
        if (!call.via().isEmpty()) {
            String service = call.via().getLast();
            int dot = service.indexOf('.');
            made.and("kms:ViaService", service.substring(0, dot + 1) + call.region() + service.substring(dot));
        }
        return made;
    }

    static Conditions of(Keys.Named named, Call call) {
        Conditions made = of(call);
        KmsKey key = named.found();
        if (key == null) {
            return made;
        }
        made.and("kms:KeySpec", key.spec())
                .and("kms:KeyUsage", key.usage())
                .and("kms:KeyOrigin", key.origin())
                .and("kms:MultiRegion", key.multiRegion() != null)
                .and("kms:RequestAlias", named.alias());
        if (key.multiRegion() != null) {
            made.and("kms:MultiRegionKeyType", key.isReplica() ? "REPLICA" : "PRIMARY");
        }
        if (!key.aliases().isEmpty()) {
            made.values.put("kms:ResourceAliases", key.aliases());
        }
        return made;
    }

    /// @param value null for none
    Conditions and(String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, List.of(value.toString()));
        }
        return this;
    }

    Conditions andAll(String name, @Nullable List<String> all) {
        if (all != null && !all.isEmpty()) {
            values.put(name, List.copyOf(all));
        }
        return this;
    }

    Conditions encryptionContext(@Nullable Map<String, String> given) {
        if (given != null && !given.isEmpty()) {
            context = given;
            values.put("kms:EncryptionContextKeys", new ArrayList<>(given.keySet()));
            given.forEach((name, value) -> and("kms:EncryptionContext:" + name, value));
        }
        return this;
    }

    /// The encryption context of the request, which grants look at.
    Map<String, String> context() {
        return context;
    }

    Map<String, List<String>> toMap() {
        return values;
    }
}
