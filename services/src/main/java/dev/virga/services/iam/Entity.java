package dev.virga.services.iam;

/// Something that policies are put on: a user, a group or a role.
///
/// @param <E> itself
sealed interface Entity<E extends Entity<E>> permits User, Group, Role {
    String account();

    /// Starts and ends with `/`.
    String path();

    String name();

    /// E.g. `AIDA…`
    String id();

    Grants grants();

    E withGrants(Grants grants);

    String arn();
}
