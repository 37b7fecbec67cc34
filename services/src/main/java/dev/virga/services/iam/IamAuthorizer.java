package dev.virga.services.iam;

import dev.virga.kernel.Access;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.policy.Evaluation;
import dev.virga.kernel.policy.Explanation;
import dev.virga.kernel.policy.PolicyDocument;
import dev.virga.kernel.policy.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides by the policies in the store. What a user or role has is compiled once and read again
/// after any change of IAM in this process, and after [#MAX_AGE_MILLIS] because another node may
/// have changed it.
///
/// Runs on every request; any thread may call it.
final class IamAuthorizer implements Authorizer {
    private static final int MAX_PRINCIPALS = 10_000;
    private static final long MAX_AGE_MILLIS = 5_000;
    private static final Allowed ALLOWED = new Allowed();

    /// @param id so that a role that was deleted and made again is another one
    private record Principal(String kind, String account, String name, String id) {}

    /// @param tags for `aws:PrincipalTag/…`
    private record Compiled(
            long epoch,
            long readAtMillis,
            List<Evaluation.Source> identity,
            Evaluation.@Nullable Source boundary,
            Map<String, String> tags) {
        /// What has no policies, or is not there any more.
        static final Compiled NOTHING = new Compiled(0, 0, List.of(), null, Map.of());
    }

    private final Tables tables;
    private final CompiledDocuments documents = new CompiledDocuments();
    private final BoundedCache<Principal, Compiled> principals = new BoundedCache<>(MAX_PRINCIPALS);

    IamAuthorizer(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Decision decide(Access access, Call call) {
        Compiled compiled = compiled(call);
        Evaluation.Policies policies = policies(compiled, access, call);
        Evaluation.Outcome outcome = Evaluation.decide(new RequestContext(access, call, compiled.tags()), policies);
        return outcome.allowed()
                ? ALLOWED
                : new Denied(
                        outcome.because(),
                        () -> Evaluation.explain(new RequestContext(access, call, compiled.tags()), policies));
    }

    @Override
    public Explanation explain(Access access, Call call) {
        Compiled compiled = compiled(call);
        return Evaluation.explain(RequestContext.imagined(access, call, compiled.tags()), policies(compiled, access, call));
    }

    private Compiled compiled(Call call) {
        Caller caller = call.caller();
        return switch (caller) {
            case Caller.User user ->
                compiled(new Principal(User.KIND, user.account(), user.name(), user.userId()), call);
            case Caller.Session session ->
                compiled(new Principal(Role.KIND, session.account(), session.roleName(), session.roleId()), call);
            case Caller.Root root -> Compiled.NOTHING;
            case Caller.Service service -> Compiled.NOTHING;
            case Caller.Anonymous anonymous -> Compiled.NOTHING;
        };
    }

    private Evaluation.Policies policies(Compiled compiled, Access access, Call call) {
        String session = call.caller() instanceof Caller.Session s ? s.sessionPolicy() : null;
        return new Evaluation.Policies(
                compiled.identity(),
                compiled.boundary(),
                documents.optional(session),
                documents.optional(access.resourcePolicy()));
    }

    private Compiled compiled(Principal principal, Call call) {
        long now = call.time().toEpochMilli();
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
            return new Compiled(epoch, now, List.of(), null, Map.of());
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
