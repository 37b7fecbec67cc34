package dev.virga.services.iam;

import dev.virga.api.iam.AttachedPermissionsBoundary;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @param groups names
/// @param accessKeys ids
record User(
        String account,
        String path,
        String name,
        String id,
        Instant created,
        Grants grants,
        List<String> groups,
        List<String> accessKeys)
        implements Entity<User> {
    static final String KIND = "user";

    @Override
    public String arn() {
        return Arns.of(account, KIND, path, name);
    }

    @Override
    public User withGrants(Grants others) {
        return new User(account, path, name, id, created, others, groups, accessKeys);
    }

    User withGroups(List<String> others) {
        return new User(account, path, name, id, created, grants, others, accessKeys);
    }

    User withAccessKeys(List<String> others) {
        return new User(account, path, name, id, created, grants, groups, others);
    }

    User renamed(String newPath, String newName) {
        return new User(account, newPath, newName, id, created, grants, groups, accessKeys);
    }

    /// As lists show it.
    dev.virga.api.iam.User summary() {
        return shape().build();
    }

    /// As `GetUser` shows it.
    dev.virga.api.iam.User details() {
        return shape().permissionsBoundary(boundary(grants.boundary()))
                .tags(Tags.list(grants.tags()))
                .build();
    }

    private dev.virga.api.iam.User.Builder shape() {
        return dev.virga.api.iam.User.builder()
                .path(path)
                .userName(name)
                .userId(id)
                .arn(arn())
                .createDate(created);
    }

    static @Nullable AttachedPermissionsBoundary boundary(@Nullable String arn) {
        return arn == null
                ? null
                : AttachedPermissionsBoundary.builder()
                        .permissionsBoundaryType("Policy")
                        .permissionsBoundaryArn(arn)
                        .build();
    }
}
