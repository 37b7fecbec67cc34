package dev.virga.services.iam;

import dev.virga.api.iam.EntityDetails;
import dev.virga.api.iam.EntityInfo;
import dev.virga.api.iam.ServiceLastAccessed;
import dev.virga.api.iam.TrackedActionLastAccessed;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.kernel.policy.GrantedActions;
import dev.virga.kernel.policy.PolicyDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which of the services that the policies of somebody grant were used, when and by whom. Computed
/// when it is fetched.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html>
final class AccessReport {
    /// How long a report may be fetched.
    static final Duration LIFE = Duration.ofDays(7);

    static final int MAX_JOBS = 500;

    private final Tables tables;
    private final GrantedActions granted;
    private final String account;
    private final LastAccessTable.Job job;
    private final List<PolicyDocument> documents = new ArrayList<>();
    /// Who could use it, by ARN, and what they used.
    private final Map<String, Entity<?>> entities = new TreeMap<>();

    private final Map<String, List<LastAccessTable.Use>> uses = new TreeMap<>();

    /// @throws AwsException NoSuchEntity: what it is about is gone
    AccessReport(Tables tables, String account, LastAccessTable.Job job) {
        this.tables = tables;
        this.granted = new GrantedActions(tables.actions);
        this.account = account;
        this.job = job;
        String arn = job.arn();
        if (isPolicy(arn)) {
            documents.add(
                    PolicyDocument.parse(tables.managed.require(account, arn).document()));
            for (AttachmentTable.Use use : tables.uses.uses(account, arn)) {
                switch (use.kind()) {
                    case AttachmentTable.USER -> add(tables.users.find(account, use.name()));
                    case AttachmentTable.ROLE -> add(tables.roles.find(account, use.name()));
                    case AttachmentTable.GROUP -> addMembers(use.name());
                    default -> {}
                }
            }
        } else {
            Entity<?> entity = tables.entity(arn);
            PoliciesInForce.of(tables, entity)
                    .forEach(policy -> documents.add(PolicyDocument.parse(policy.document())));
            switch (entity) {
                case Group group -> addMembers(group.name());
                case User user -> entities.put(user.arn(), user);
                case Role role -> entities.put(role.arn(), role);
            }
        }
        entities.forEach((each, entity) -> uses.put(each, tables.lastAccess.of(account, entity.id())));
    }

    /// The report that was asked for.
    ///
    /// @throws AwsException NoSuchEntity when it was not, or long ago
    static AccessReport of(Tables tables, Call call, String jobId) {
        return new AccessReport(tables, call.account(), job(tables, call, jobId));
    }

    static LastAccessTable.Job job(Tables tables, Call call, String jobId) {
        LastAccessTable.Job job = tables.lastAccess.job(call.account(), jobId);
        if (job == null || !job.created().plus(LIFE).isAfter(call.time())) {
            throw IamErrors.gone("Job " + jobId + " does not exist or has expired.");
        }
        return job;
    }

    static boolean isPolicy(String arn) {
        Arn parsed = Arn.parse(arn);
        return parsed != null
                && parsed.service().equals("iam")
                && parsed.resource().startsWith(Policy.KIND + "/");
    }

    private void add(EntityTable.@Nullable Stored<? extends Entity<?>> stored) {
        if (stored != null) {
            entities.put(stored.value().arn(), stored.value());
        }
    }

    private void addMembers(String group) {
        for (AttachmentTable.Use use : tables.uses.uses(account, AttachmentTable.members(group))) {
            add(tables.users.find(account, use.name()));
        }
    }

    /// In the order of their prefixes.
    List<String> services() {
        SortedSet<String> all = new TreeSet<>();
        documents.forEach(document -> all.addAll(granted.services(document)));
        return List.copyOf(all);
    }

    /// A use and whose it was.
    private record Last(Entity<?> entity, LastAccessTable.Use use) {}

    private Map<Entity<?>, LastAccessTable.Use> last(Predicate<String> wanted) {
        Map<Entity<?>, LastAccessTable.Use> all = new LinkedHashMap<>();
        uses.forEach((arn, each) -> each.stream()
                .filter(use -> wanted.test(use.action()))
                .max(Comparator.comparing(LastAccessTable.Use::when))
                .ifPresent(use -> all.put(Objects.requireNonNull(entities.get(arn)), use)));
        return all;
    }

    private static @Nullable Last latest(Map<Entity<?>, LastAccessTable.Use> all) {
        return all.entrySet().stream()
                .max(Comparator.comparing(each -> each.getValue().when()))
                .map(each -> new Last(each.getKey(), each.getValue()))
                .orElse(null);
    }

    ServiceLastAccessed service(String prefix) {
        Map<Entity<?>, LastAccessTable.Use> users = last(action -> action.startsWith(prefix + ":"));
        Last last = latest(users);
        return ServiceLastAccessed.builder()
                .serviceName(ServiceNames.of(prefix))
                .serviceNamespace(prefix)
                .lastAuthenticated(last == null ? null : last.use().when())
                .lastAuthenticatedEntity(last == null ? null : last.entity().arn())
                .lastAuthenticatedRegion(last == null ? null : last.use().region())
                .totalAuthenticatedEntities(users.size())
                .trackedActionsLastAccessed(job.actions() ? actions(prefix) : null)
                .build();
    }

    private List<TrackedActionLastAccessed> actions(String prefix) {
        SortedSet<String> names = new TreeSet<>();
        documents.forEach(document -> names.addAll(granted.of(document, prefix)));
        List<TrackedActionLastAccessed> all = new ArrayList<>();
        for (String name : names) {
            Last last = latest(last((prefix + ":" + name)::equals));
            all.add(TrackedActionLastAccessed.builder()
                    .actionName(name)
                    .lastAccessedEntity(last == null ? null : last.entity().arn())
                    .lastAccessedTime(last == null ? null : last.use().when())
                    .lastAccessedRegion(last == null ? null : last.use().region())
                    .build());
        }
        return all;
    }

    /// Who could use a service, in the order of ARNs.
    List<EntityDetails> entities(String prefix) {
        Map<Entity<?>, LastAccessTable.Use> users = last(action -> action.startsWith(prefix + ":"));
        List<EntityDetails> all = new ArrayList<>();
        for (Entity<?> entity : entities.values()) {
            LastAccessTable.Use use = users.get(entity);
            all.add(EntityDetails.builder()
                    .entityInfo(EntityInfo.builder()
                            .arn(entity.arn())
                            .name(entity.name())
                            .type(type(entity))
                            .id(entity.id())
                            .path(entity.path())
                            .build())
                    .lastAuthenticated(use == null ? null : use.when())
                    .build());
        }
        return all;
    }

    static String type(Entity<?> entity) {
        return switch (entity) {
            case User user -> "USER";
            case Role role -> "ROLE";
            case Group group -> "GROUP";
        };
    }
}
