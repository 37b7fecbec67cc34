package dev.virga.services.iam;

import dev.virga.api.iam.ContextEntry;
import dev.virga.api.iam.EvaluationResult;
import dev.virga.api.iam.PermissionsBoundaryDecisionDetail;
import dev.virga.api.iam.Position;
import dev.virga.api.iam.ResourceSpecificResult;
import dev.virga.api.iam.Statement;
import dev.virga.kernel.Access;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.policy.Evaluation;
import dev.virga.kernel.policy.Explanation;
import dev.virga.kernel.policy.PolicyDocument;
import dev.virga.kernel.policy.RequestContext;
import dev.virga.kernel.policy.StatementPlaces;
import dev.virga.wire.AwsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What policies would decide, for the two Simulate operations: the same evaluation as of real
/// calls, with the condition keys that the caller gives.
final class Simulation {
    /// Actions times resources of one page.
    private static final int MAX_DECISIONS = 2_000;

    private static final String ANY_RESOURCE = "*";
    private static final String POLICY_TYPE = "IAM Policy";
    private static final String RESOURCE_POLICY_TYPE = "Resource Policy";

    /// A policy that takes part.
    ///
    /// @param id as `SourcePolicyId` names it
    record Part(String id, String text, Evaluation.Source source) {
        static Part of(String id, Explanation.Kind kind, String text) {
            return new Part(id, text, new Evaluation.Source(kind, id, null, parse(text)));
        }

        private static PolicyDocument parse(String text) {
            try {
                return PolicyDocument.parse(text);
            } catch (AwsException e) {
                throw IamErrors.invalidInput(String.valueOf(e.getMessage()));
            }
        }
    }

    /// @param boundary or null
    /// @param resourcePolicy or null
    /// @param caller for whom the resource's policy is asked
    /// @param owner account of resources whose ARNs name none; null for the caller's
    /// @param tags of the principal
    record Setup(
            List<Part> identity,
            @Nullable Part boundary,
            @Nullable Part resourcePolicy,
            Caller caller,
            @Nullable String owner,
            Map<String, String> tags) {}

    private record Decided(
            String resource,
            String decision,
            List<Statement> matched,
            List<String> missing,
            @Nullable Boolean boundary) {}

    private final Setup setup;
    private final Call call;
    private final Map<String, List<String>> context;

    Simulation(Setup setup, Call call, @Nullable List<ContextEntry> entries) {
        this.setup = setup;
        this.call = new Call(
                setup.caller(),
                setup.caller().account(),
                call.region(),
                call.requestId(),
                null,
                call.time(),
                call.sourceAddress(),
                call.secure(),
                call.endpoint());
        this.context = context(entries);
    }

    private static Map<String, List<String>> context(@Nullable List<ContextEntry> entries) {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        for (ContextEntry entry : entries == null ? List.<ContextEntry>of() : entries) {
            String name = entry.contextKeyName();
            List<String> values = entry.contextKeyValues();
            if (name == null || name.indexOf(':') < 0) {
                throw IamErrors.invalidInput("Invalid context key name: " + name);
            }
            String type = entry.contextKeyType();
            if (values != null && values.size() > 1 && type != null && !type.endsWith("List")) {
                throw IamErrors.invalidInput("Context key " + name + " of type " + type + " has several values.");
            }
            keys.put(name, values == null ? List.of() : values);
        }
        return keys;
    }

    /// One page of results, one for each action.
    Page<EvaluationResult> page(
            List<String> actions,
            @Nullable List<String> resources,
            @Nullable String marker,
            @Nullable Integer maxItems) {
        actions.forEach(Simulation::checkAction);
        List<String> arns = resources == null || resources.isEmpty() ? List.of(ANY_RESOURCE) : resources;
        List<String> numbers = IntStream.range(0, actions.size())
                .mapToObj(number -> String.format("%06d", number))
                .toList();
        Page<String> page = Page.of(numbers, number -> number, marker, maxItems);
        if ((long) page.items().size() * arns.size() > MAX_DECISIONS) {
            throw IamErrors.invalidInput("At most " + MAX_DECISIONS
                    + " combinations of actions and resources are simulated at once; ask with a smaller MaxItems.");
        }
        List<EvaluationResult> results = new ArrayList<>();
        for (String number : page.items()) {
            results.add(result(actions.get(Integer.parseInt(number)), arns, resources != null && !resources.isEmpty()));
        }
        return new Page<>(results, page.marker());
    }

    private static void checkAction(String action) {
        int colon = action.indexOf(':');
        if (colon <= 0
                || colon == action.length() - 1
                || action.indexOf(':', colon + 1) >= 0
                || action.indexOf('*') >= 0) {
            throw IamErrors.invalidInput("Invalid action: " + action);
        }
    }

    private EvaluationResult result(String action, List<String> resources, boolean specific) {
        List<Decided> all = resources.stream().map(arn -> decide(action, arn)).toList();
        // The most restrictive decision is that of all.
        String decision = "allowed";
        Set<String> missing = new LinkedHashSet<>();
        for (Decided each : all) {
            missing.addAll(each.missing());
            if (each.decision().equals("explicitDeny") || decision.equals("allowed")) {
                decision = each.decision();
            }
        }
        String deciding = decision;
        Set<Statement> matched = new LinkedHashSet<>();
        all.stream().filter(each -> each.decision().equals(deciding)).forEach(each -> matched.addAll(each.matched()));
        Boolean boundary = setup.boundary() == null
                ? null
                : (Boolean) all.stream().allMatch(each -> Boolean.TRUE.equals(each.boundary()));
        return EvaluationResult.builder()
                .evalActionName(action)
                .evalResourceName(resources.size() == 1 ? resources.getFirst() : ANY_RESOURCE)
                .evalDecision(decision)
                .matchedStatements(List.copyOf(matched))
                .missingContextValues(List.copyOf(missing))
                .permissionsBoundaryDecisionDetail(detail(boundary))
                .resourceSpecificResults(
                        specific ? all.stream().map(Simulation::specific).toList() : null)
                .build();
    }

    private static @Nullable PermissionsBoundaryDecisionDetail detail(@Nullable Boolean allowed) {
        return allowed == null
                ? null
                : PermissionsBoundaryDecisionDetail.builder()
                        .allowedByPermissionsBoundary(allowed)
                        .build();
    }

    private static ResourceSpecificResult specific(Decided it) {
        return ResourceSpecificResult.builder()
                .evalResourceName(it.resource())
                .evalResourceDecision(it.decision())
                .matchedStatements(it.matched())
                .missingContextValues(it.missing())
                .permissionsBoundaryDecisionDetail(detail(it.boundary()))
                .build();
    }

    private Decided decide(String action, String resource) {
        Access access = Access.to(action, resource).ownedBy(setup.owner()).withConditions(context);
        Part boundary = setup.boundary();
        Part ofResource = setup.resourcePolicy();
        Evaluation.Policies policies = new Evaluation.Policies(
                setup.identity().stream().map(Part::source).toList(),
                boundary == null ? null : boundary.source(),
                null,
                ofResource == null ? null : ofResource.source().document());
        Explanation explanation = Evaluation.explain(RequestContext.imagined(access, call, setup.tags()), policies);
        List<Part> parts = new ArrayList<>(setup.identity());
        if (boundary != null) {
            parts.add(boundary);
        }
        if (ofResource != null) {
            parts.add(ofResource);
        }
        boolean denied = explanation.because().startsWith("with an explicit deny");
        String decision = explanation.allowed() ? "allowed" : denied ? "explicitDeny" : "implicitDeny";
        Explanation.Says deciding = denied ? Explanation.Says.DENY : Explanation.Says.ALLOW;
        List<Statement> matched = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>();
        Boolean byBoundary = null;
        for (int i = 0; i < explanation.policies().size(); i++) {
            Explanation.Policy policy = explanation.policies().get(i);
            if (policy.kind() == Explanation.Kind.BOUNDARY) {
                byBoundary = policy.says() == Explanation.Says.ALLOW;
            } else if (!decision.equals("implicitDeny")) {
                matched(parts.get(i), policy, deciding, matched);
            }
            missing(policy, missing);
        }
        return new Decided(resource, decision, List.copyOf(matched), List.copyOf(missing), byBoundary);
    }

    private static void matched(Part part, Explanation.Policy policy, Explanation.Says says, List<Statement> matched) {
        List<StatementPlaces.Place> places = StatementPlaces.of(part.text());
        for (Explanation.Statement statement : policy.statements()) {
            if (statement.says() != says || statement.number() > places.size()) {
                continue;
            }
            StatementPlaces.Place place = places.get(statement.number() - 1);
            matched.add(Statement.builder()
                    .sourcePolicyId(part.id())
                    .sourcePolicyType(policy.kind() == Explanation.Kind.RESOURCE ? RESOURCE_POLICY_TYPE : POLICY_TYPE)
                    .startPosition(Position.builder()
                            .line(place.startLine())
                            .column(place.startColumn())
                            .build())
                    .endPosition(Position.builder()
                            .line(place.endLine())
                            .column(place.endColumn())
                            .build())
                    .build());
        }
    }

    /// Keys that statements about this action and resource ask for and nobody gave.
    private static void missing(Explanation.Policy policy, Set<String> missing) {
        for (Explanation.Statement statement : policy.statements()) {
            if (!statement.action() || !statement.resource()) {
                continue;
            }
            for (Explanation.Test test : statement.tests()) {
                if (test.actual() == null) {
                    missing.add(test.key());
                }
            }
        }
    }

    /// Those that the request brings along.
    static List<Part> inputs(@Nullable List<String> documents) {
        List<Part> parts = new ArrayList<>();
        for (String document : documents == null ? List.<String>of() : documents) {
            parts.add(Part.of("PolicyInputList." + (parts.size() + 1), Explanation.Kind.INLINE, document));
        }
        return parts;
    }

    /// At most one, as an entity has.
    static @Nullable Part boundaryInput(@Nullable List<String> documents) {
        if (documents == null || documents.isEmpty()) {
            return null;
        }
        if (documents.size() > 1) {
            throw IamErrors.invalidInput("Only one permissions boundary policy can be simulated.");
        }
        return Part.of("PermissionsBoundaryPolicyInputList.1", Explanation.Kind.BOUNDARY, documents.getFirst());
    }

    static @Nullable Part resourceInput(@Nullable String document) {
        return document == null ? null : Part.of("ResourcePolicy", Explanation.Kind.RESOURCE, document);
    }

    /// @return the account; null when it is not given
    static @Nullable String owner(@Nullable String resourceOwner) {
        if (resourceOwner == null) {
            return null;
        }
        Arn arn = Arn.parse(resourceOwner);
        if (arn == null || !arn.resource().equals("root")) {
            throw IamErrors.invalidInput("Invalid resource owner: " + resourceOwner);
        }
        return arn.account();
    }

    /// Whom the resource's policy is asked about.
    ///
    /// @param otherwise null when there has to be one
    static Caller caller(@Nullable String callerArn, @Nullable Caller otherwise) {
        if (callerArn == null) {
            if (otherwise == null) {
                throw IamErrors.invalidInput("CallerArn is required with a ResourcePolicy.");
            }
            return otherwise;
        }
        Arn arn = Arn.parse(callerArn);
        if (arn == null || !arn.service().equals("iam") || !arn.resource().startsWith("user/")) {
            throw IamErrors.invalidInput("Invalid caller ARN: " + callerArn + ". It has to be that of a user.");
        }
        String path = arn.resource().substring("user".length());
        int name = path.lastIndexOf('/') + 1;
        return new Caller.User(arn.account(), path.substring(0, name), path.substring(name), "AIDASIMULATED");
    }

    /// The scenarios are about EC2, which is not here.
    static void refuse(String operation, @Nullable String resourceHandlingOption) {
        if (resourceHandlingOption != null) {
            throw new AwsException(
                    "NotImplemented", 501, "iam:" + operation + " with ResourceHandlingOption is not implemented");
        }
    }
}
