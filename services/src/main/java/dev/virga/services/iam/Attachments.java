package dev.virga.services.iam;

import dev.virga.api.iam.AttachedPolicy;
import dev.virga.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Managed policies put on users, groups and roles, and permissions boundaries. The entity, the
/// policy's count of uses and the list of its users change in one transaction, so that a policy in
/// use cannot be deleted.
final class Attachments {
    private final ManagedPolicies policies;
    private final PolicyTable table;
    private final AttachmentTable uses;

    Attachments(ManagedPolicies policies, PolicyTable table, AttachmentTable uses) {
        this.policies = policies;
        this.table = table;
        this.uses = uses;
    }

    /// What has to be committed so that an entity begins or ends to use a policy.
    record Link(List<Store.Check> checks, List<Store.Write> writes) {
        Link and(Link other) {
            List<Store.Check> allChecks = new ArrayList<>(checks);
            allChecks.addAll(other.checks);
            List<Store.Write> allWrites = new ArrayList<>(writes);
            allWrites.addAll(other.writes);
            return new Link(allChecks, allWrites);
        }
    }

    static final Link NOTHING = new Link(List.of(), List.of());

    <E extends Entity<E>> void attach(EntityTable<E> entities, String kind, String account, String name, String arn) {
        entities.update(account, name, entity -> {
            Grants grants = entity.grants();
            if (grants.attached().contains(arn)) {
                return EntityTable.Change.to(entity);
            }
            Link link = begin(account, arn, kind, name);
            if (grants.attached().size() >= Quotas.ATTACHED_POLICIES) {
                throw IamErrors.quota("PoliciesPer" + EntityTable.capitalized(kind), Quotas.ATTACHED_POLICIES);
            }
            return new EntityTable.Change<>(entity.withGrants(grants.withAttached(arn)), link.checks(), link.writes());
        });
    }

    <E extends Entity<E>> void detach(EntityTable<E> entities, String kind, String account, String name, String arn) {
        entities.update(account, name, entity -> {
            Grants grants = entity.grants();
            if (!grants.attached().contains(arn)) {
                throw IamErrors.noSuchPolicy(arn);
            }
            Link link = end(account, arn, kind, name);
            return new EntityTable.Change<>(
                    entity.withGrants(grants.withoutAttached(arn)), link.checks(), link.writes());
        });
    }

    /// @param arn of the new boundary, or null for none
    /// @param kind of use as a boundary
    <E extends Entity<E>> void bound(
            EntityTable<E> entities, String kind, String account, String name, @Nullable String arn) {
        entities.update(account, name, entity -> {
            Grants grants = entity.grants();
            String old = grants.boundary();
            if (arn == null && old == null) {
                throw IamErrors.noSuchEntity("permissions boundary of the entity", name);
            }
            if (arn != null && arn.equals(old)) {
                return EntityTable.Change.to(entity);
            }
            Link ended = old == null ? NOTHING : end(account, old, kind, name);
            Link link = ended.and(arn == null ? NOTHING : begin(account, arn, kind, name));
            return new EntityTable.Change<>(entity.withGrants(grants.withBoundary(arn)), link.checks(), link.writes());
        });
    }

    /// What goes with an entity that is deleted: its boundary. Whatever else it holds has to go
    /// first.
    List<Store.Write> last(Entity<?> entity, String boundaryKind) {
        Grants grants = entity.grants();
        if (!grants.inline().isEmpty()) {
            throw IamErrors.deleteConflict("delete policies");
        }
        if (!grants.attached().isEmpty()) {
            throw IamErrors.deleteConflict("detach all policies");
        }
        String boundary = grants.boundary();
        return boundary == null
                ? List.of()
                : end(entity.account(), boundary, boundaryKind, entity.name()).writes();
    }

    Link begin(String account, String arn, String kind, String name) {
        Store.Write use = uses.put(account, arn, kind, name);
        if (AwsManagedPolicies.isArn(arn)) {
            if (policies.find(account, arn) == null) {
                throw IamErrors.notAttachable(arn);
            }
            return new Link(List.of(), List.of(use));
        }
        EntityTable.Stored<Policy> policy = policies.own(account, arn);
        if (policy == null) {
            throw IamErrors.notAttachable(arn);
        }
        return new Link(List.of(policy.unchanged()), List.of(use, table.put(account, counted(policy, kind, 1))));
    }

    Link end(String account, String arn, String kind, String name) {
        Store.Write use = uses.delete(account, arn, kind, name);
        EntityTable.Stored<Policy> policy = AwsManagedPolicies.isArn(arn) ? null : policies.own(account, arn);
        if (policy == null) {
            return new Link(List.of(), List.of(use));
        }
        return new Link(List.of(policy.unchanged()), List.of(use, table.put(account, counted(policy, kind, -1))));
    }

    private static Policy counted(EntityTable.Stored<Policy> policy, String kind, int more) {
        return AttachmentTable.isBoundary(kind)
                ? policy.value().withUse(0, more)
                : policy.value().withUse(more, 0);
    }

    static Page<AttachedPolicy> list(
            Entity<?> entity, @Nullable String pathPrefix, @Nullable String marker, @Nullable Integer maxItems) {
        List<AttachedPolicy> all = entity.grants().attached().stream()
                .filter(arn ->
                        pathPrefix == null || arn.substring(arn.indexOf('/')).startsWith(pathPrefix))
                .map(arn -> AttachedPolicy.builder()
                        .policyName(arn.substring(arn.lastIndexOf('/') + 1))
                        .policyArn(arn)
                        .build())
                .sorted(Comparator.comparing(AttachedPolicy::policyArn))
                .toList();
        return Page.of(all, AttachedPolicy::policyArn, marker, maxItems);
    }
}
