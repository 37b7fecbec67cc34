package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.Tag;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What IAM has to allow, together with the secret's own policy.
final class SecretAccess {
    /// Stands for the random characters of a secret that is not there: policies that mean any such
    /// secret (`NAME-*`, `NAME-??????`) cover it.
    private static final String UNKNOWN_SUFFIX = "??????";

    private final SecretTable secrets;

    SecretAccess(SecretTable secrets) {
        this.secrets = secrets;
    }

    /// Values of condition keys, under construction.
    static final class Keys {
        private final Map<String, List<String>> values = new HashMap<>();

        Keys with(String key, @Nullable Object value) {
            if (value != null) {
                values.put("secretsmanager:" + key, List.of(value.toString()));
            }
            return this;
        }

        Keys all(String key, @Nullable List<String> value) {
            if (value != null && !value.isEmpty()) {
                values.put("secretsmanager:" + key, value);
            }
            return this;
        }

        Keys requested(@Nullable List<Tag> tags) {
            if (tags != null && !tags.isEmpty()) {
                for (Tag tag : tags) {
                    values.put("aws:RequestTag/" + tag.key(), List.of(tag.value() == null ? "" : tag.value()));
                }
                keys(tags.stream().map(Tag::key).toList());
            }
            return this;
        }

        Keys keys(@Nullable List<String> tagKeys) {
            if (tagKeys != null && !tagKeys.isEmpty()) {
                List<String> known = new ArrayList<>();
                tagKeys.stream().filter(key -> key != null).forEach(known::add);
                values.put("aws:TagKeys", known);
            }
            return this;
        }
    }

    /// Actions on a secret that is to be made.
    static List<Access> create(List<String> actions, String name, Keys keys, Call call) {
        String arn = Place.of(call).arn(name, UNKNOWN_SUFFIX);
        keys.with("Name", name);
        return actions.stream()
                .map(action -> Access.to("secretsmanager:" + action, arn).withConditions(keys.values))
                .toList();
    }

    /// An action on no secret in particular.
    static List<Access> all(String action) {
        return List.of(Access.to("secretsmanager:" + action, "*"));
    }

    List<Access> secret(String action, String secretId, Call call) {
        return secret(action, secretId, new Keys(), call);
    }

    List<Access> secret(String action, String secretId, Keys keys, Call call) {
        SecretId id = SecretId.of(secretId, call);
        SecretTable.Found found = secrets.find(id);
        String permission = "secretsmanager:" + action;
        if (found == null) {
            String arn = id.place().arn(id.name(), id.suffix() == null ? UNKNOWN_SUFFIX : id.suffix());
            return List.of(Access.to(permission, arn).withConditions(keys.with("SecretId", arn).values));
        }
        Secret secret = found.secret();
        keys.with("SecretId", found.arn())
                .with(
                        "SecretPrimaryRegion",
                        found.primaryRegion() == null ? found.place().region() : found.primaryRegion())
                .with("resource/AllowRotationLambdaArn", secret.rotation().functionArn());
        return List.of(Access.to(permission, found.arn())
                .withResourcePolicy(secret.policy())
                .withConditions(keys.values));
    }
}
