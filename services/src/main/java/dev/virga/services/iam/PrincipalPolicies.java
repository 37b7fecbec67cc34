package dev.virga.services.iam;

import dev.virga.kernel.Caller;
import dev.virga.kernel.policy.Evaluation;
import dev.virga.kernel.policy.Explanation;
import dev.virga.kernel.policy.PolicyDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What users and roles have, compiled once and read again after any change of IAM in this process,
/// and after [#MAX_AGE_MILLIS] because another node may have changed it.
///
/// Runs on every request; any thread may call it.
final class PrincipalPolicies {
    private static final int MAX_PRINCIPALS = 10_000;
    private static final long MAX_AGE_MILLIS = 5_000;
    private static final String EVERYTHING = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""";

    /// @param id so that a role that was deleted and made again is another one
    private record Principal(String kind, String account, String name, String id) {}

    /// @param exists false for a user or role that was deleted: it may do nothing, whatever the
    ///     policies of resources say about one of its name
    /// @param tags for `aws:PrincipalTag/…`
    record Compiled(
            long epoch,
            long readAtMillis,
            boolean exists,
            List<Evaluation.Source> identity,
            Evaluation.@Nullable Source boundary,
            Map<String, String> tags) {
        /// What has no policies of its own.
        static final Compiled NOTHING = new Compiled(0, 0, true, List.of(), null, Map.of());
    }

    private final Tables tables;
    private final CompiledDocuments documents;
    private final Compiled everything;
    private final BoundedCache<Principal, Compiled> principals = new BoundedCache<>(MAX_PRINCIPALS);

    PrincipalPolicies(Tables tables, CompiledDocuments documents) {
        this.tables = tables;
        this.documents = documents;
        Evaluation.Source all = Evaluation.Source.inline("root", documents.get(EVERYTHING));
        this.everything = new Compiled(0, 0, true, List.of(all), null, Map.of());
    }

    Compiled of(Caller caller, Instant now) {
        return switch (caller) {
            case Caller.User user ->
                compiled(new Principal(User.KIND, user.account(), user.name(), user.userId()), now);
            case Caller.Session session ->
                compiled(new Principal(Role.KIND, session.account(), session.roleName(), session.roleId()), now);
            // May do what the one may who took the credentials, within the session's policy.
            case Caller.FederatedUser user ->
                user.issuer() instanceof Caller.Root ? everything : of(user.issuer(), now);
            case Caller.Root root -> Compiled.NOTHING;
            case Caller.Service service -> Compiled.NOTHING;
            case Caller.WebIdentity identity -> Compiled.NOTHING;
            case Caller.Anonymous anonymous -> Compiled.NOTHING;
        };
    }

    private Compiled compiled(Principal principal, Instant time) {
        long now = time.toEpochMilli();
        Compiled known = principals.get(principal);
        if (known != null
                && known.epoch() == tables.epoch.now()
                && Math.abs(now - known.readAtMillis()) < MAX_AGE_MILLIS) {
            return known;
        }
        // Taken before the rows are read: a change in between makes the result old at once.
        long epoch = tables.epoch.now();
        Compiled read = read(principal, epoch, now);
        principals.put(principal, read, 1);
        return read;
    }

    private Compiled read(Principal principal, long epoch, long now) {
        Entity<?> entity = entity(principal);
        if (entity == null || !entity.id().equals(principal.id())) {
            return new Compiled(epoch, now, false, List.of(), null, Map.of());
        }
        List<Evaluation.Source> identity = new ArrayList<>();
        add(entity, null, identity);
        if (entity instanceof User user) {
            for (String name : user.groups()) {
                EntityTable.Stored<Group> group = tables.groups.find(principal.account(), name);
                if (group != null) {
                    add(group.value(), "group " + group.value().name(), identity);
                }
            }
        }
        String boundary = entity.grants().boundary();
        return new Compiled(
                epoch,
                now,
                true,
                List.copyOf(identity),
                boundary == null
                        ? null
                        : new Evaluation.Source(
                                Explanation.Kind.BOUNDARY, boundary, null, managed(principal.account(), boundary)),
                entity.grants().tags());
    }

    private @Nullable Entity<?> entity(Principal principal) {
        EntityTable.Stored<? extends Entity<?>> stored = principal.kind().equals(User.KIND)
                ? tables.users.find(principal.account(), principal.name())
                : tables.roles.find(principal.account(), principal.name());
        return stored == null ? null : stored.value();
    }

    private void add(Entity<?> entity, @Nullable String owner, List<Evaluation.Source> identity) {
        entity.grants()
                .inline()
                .forEach((name, text) ->
                        identity.add(new Evaluation.Source(Explanation.Kind.INLINE, name, owner, documents.get(text))));
        for (String arn : entity.grants().attached()) {
            identity.add(new Evaluation.Source(Explanation.Kind.MANAGED, arn, owner, managed(entity.account(), arn)));
        }
    }

    /// A policy in use cannot be deleted, so it is there.
    private PolicyDocument managed(String account, String arn) {
        return documents.get(tables.managed.require(account, arn).document());
    }
}
