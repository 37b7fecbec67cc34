package dev.virga.services.iam;

import dev.virga.kernel.policy.PolicyDocument;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Policies that are part of one user, group or role.
final class InlinePolicies {
    /// Of all inline policies of one entity together.
    static final int USER_SIZE = 2048;

    static final int GROUP_SIZE = 5120;
    static final int ROLE_SIZE = 10_240;

    private InlinePolicies() {}

    /// @param limit e.g. [#USER_SIZE]
    static <E extends Entity<E>> void put(
            EntityTable<E> entities,
            String kind,
            int limit,
            String account,
            String name,
            String policyName,
            String document) {
        Documents.check(document, PolicyDocument.Kind.IDENTITY);
        entities.update(account, name, entity -> {
            Map<String, String> documents = new TreeMap<>(entity.grants().inline());
            documents.put(policyName, document);
            int size = documents.values().stream().mapToInt(Documents::size).sum();
            if (size > limit) {
                throw IamErrors.inlinePolicies(limit, kind, name);
            }
            return EntityTable.Change.to(entity.withGrants(entity.grants().withInline(documents)));
        });
    }

    static String get(Entity<?> entity, String kind, String policyName) {
        String document = entity.grants().inline().get(policyName);
        if (document == null) {
            throw IamErrors.noSuchEntity(kind + " policy", policyName);
        }
        return document;
    }

    static <E extends Entity<E>> void delete(
            EntityTable<E> entities, String kind, String account, String name, String policyName) {
        entities.update(account, name, entity -> {
            get(entity, kind, policyName);
            Map<String, String> documents = new TreeMap<>(entity.grants().inline());
            documents.remove(policyName);
            return EntityTable.Change.to(entity.withGrants(entity.grants().withInline(documents)));
        });
    }

    static Page<String> list(Entity<?> entity, @Nullable String marker, @Nullable Integer maxItems) {
        List<String> names = List.copyOf(entity.grants().inline().keySet());
        return Page.of(names, n -> n, marker, maxItems);
    }
}
