package dev.virga.services.iam;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What hands a role to a machine. There are no machines here, but templates make profiles.
///
/// @param role name, or null
record InstanceProfile(
        String account,
        String path,
        String name,
        String id,
        Instant created,
        Map<String, String> tags,
        @Nullable String role) {
    static final String KIND = "instance-profile";

    String arn() {
        return Arns.of(account, KIND, path, name);
    }

    InstanceProfile withTags(Map<String, String> others) {
        return new InstanceProfile(account, path, name, id, created, others, role);
    }

    InstanceProfile withRole(@Nullable String other) {
        return new InstanceProfile(account, path, name, id, created, tags, other);
    }

    /// @param its role, if it has one
    dev.virga.api.iam.InstanceProfile shape(@Nullable Role its) {
        return dev.virga.api.iam.InstanceProfile.builder()
                .path(path)
                .instanceProfileName(name)
                .instanceProfileId(id)
                .arn(arn())
                .createDate(created)
                .roles(its == null ? List.of() : List.of(its.summary()))
                .tags(Tags.list(tags))
                .build();
    }
}
