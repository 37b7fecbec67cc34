package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListPoliciesGrantingServiceAccessEntry;
import dev.virga.api.iam.ListPoliciesGrantingServiceAccessRequest;
import dev.virga.api.iam.ListPoliciesGrantingServiceAccessResponse;
import dev.virga.api.iam.PolicyGrantingServiceAccess;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.policy.GrantedActions;
import dev.virga.kernel.policy.PolicyDocument;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Lists the policies of a user, group or role that grant something of services.
final class ListPoliciesGrantingServiceAccess
        implements Operation<ListPoliciesGrantingServiceAccessRequest, ListPoliciesGrantingServiceAccessResponse> {
    private final Tables tables;
    private final GrantedActions granted;

    ListPoliciesGrantingServiceAccess(Tables tables, GrantedActions granted) {
        this.tables = tables;
        this.granted = granted;
    }

    @Override
    public Op<ListPoliciesGrantingServiceAccessRequest, ListPoliciesGrantingServiceAccessResponse> op() {
        return IamOps.ListPoliciesGrantingServiceAccess;
    }

    @Override
    public List<Access> access(ListPoliciesGrantingServiceAccessRequest input, Call call) {
        return List.of(Access.to("iam:ListPoliciesGrantingServiceAccess", input.arn()));
    }

    @Override
    public ListPoliciesGrantingServiceAccessResponse handle(ListPoliciesGrantingServiceAccessRequest input, Call call) {
        Entity<?> entity = tables.entity(input.arn());
        if (!entity.account().equals(call.account()) || !entity.arn().equals(input.arn())) {
            throw IamErrors.gone("ARN " + input.arn() + " does not exist.");
        }
        List<PoliciesInForce.InForce> policies = PoliciesInForce.of(tables, entity);
        Map<PoliciesInForce.InForce, PolicyDocument> documents = new LinkedHashMap<>();
        policies.forEach(policy -> documents.put(policy, PolicyDocument.parse(policy.document())));
        List<String> services =
                input.serviceNamespaces().stream().distinct().sorted().toList();
        Page<String> page = Page.of(services, service -> service, input.marker(), null);
        List<ListPoliciesGrantingServiceAccessEntry> entries = new ArrayList<>();
        for (String service : page.items()) {
            if (!tables.actions.prefixes().contains(service)) {
                throw IamErrors.invalidInput("Invalid service namespace: " + service);
            }
            entries.add(ListPoliciesGrantingServiceAccessEntry.builder()
                    .serviceNamespace(service)
                    .policies(documents.entrySet().stream()
                            .filter(each -> granted.grants(each.getValue(), service))
                            .map(each -> shape(each.getKey()))
                            .distinct()
                            .toList())
                    .build());
        }
        return ListPoliciesGrantingServiceAccessResponse.builder()
                .policiesGrantingServiceAccess(entries)
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static PolicyGrantingServiceAccess shape(PoliciesInForce.InForce policy) {
        PolicyGrantingServiceAccess.Builder shape =
                PolicyGrantingServiceAccess.builder().policyName(policy.name());
        return policy.arn() == null
                ? shape.policyType("INLINE")
                        .entityType(AccessReport.type(policy.owner()))
                        .entityName(policy.owner().name())
                        .build()
                : shape.policyType("MANAGED").policyArn(policy.arn()).build();
    }
}
