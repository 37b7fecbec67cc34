package dev.virga.app.deploy;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.ListStackResourcesInput;
import dev.virga.api.cloudformation.ListStackResourcesOutput;
import dev.virga.api.cloudformation.StackResourceSummary;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import java.util.ArrayList;
import java.util.List;

/// What a stack has: at most 500, as CloudFormation allows no more.
record StackResources(Cloud cloud, Caller caller, String region) {
    /// @param stack name or id
    List<StackResourceSummary> of(String stack) {
        List<StackResourceSummary> all = new ArrayList<>();
        String next = null;
        do {
            ListStackResourcesOutput page = cloud.call(
                    caller,
                    region,
                    CloudformationOps.ListStackResources,
                    ListStackResourcesInput.builder()
                            .stackName(stack)
                            .nextToken(next)
                            .build());
            all.addAll(page.stackResourceSummaries());
            next = page.nextToken();
        } while (next != null);
        return all;
    }
}
