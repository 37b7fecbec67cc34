package dev.virga.services.cloudformation.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// DeploymentPreference: shifting traffic to a new version step by step, with CodeDeploy.
final class SamDeployment {
    private final SamResource source;

    SamDeployment(SamResource source) {
        this.source = source;
    }

    /// Refuses a preference that is in force. One that is switched off changes nothing.
    void check(@Nullable String alias) {
        if (!source.isSet("DeploymentPreference")) {
            return;
        }
        Map<String, @Nullable Object> preference = source.object("DeploymentPreference");
        Object enabled = source.translation().parameters().resolve(preference.get("Enabled"));
        if (Tree.isFalse(enabled)) {
            return;
        }
        if (preference.get("Alarms") != null
                && !(preference.get("Alarms") instanceof List)
                && !Tree.isIntrinsic(preference.get("Alarms"))) {
            throw source.invalid("Alarms must be a list");
        }
        if (preference.get("Hooks") != null && !(preference.get("Hooks") instanceof Map)) {
            throw source.invalid("'Hooks' property of 'DeploymentPreference' must be a dictionary");
        }
        if (alias == null) {
            throw source.invalid("'DeploymentPreference' requires AutoPublishAlias property to be specified.");
        }
        throw source.unsupported("The property 'DeploymentPreference'");
    }
}
