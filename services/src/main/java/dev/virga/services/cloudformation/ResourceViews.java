package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.StackResource;
import dev.virga.api.cloudformation.StackResourceDetail;
import dev.virga.api.cloudformation.StackResourceDriftInformation;
import dev.virga.api.cloudformation.StackResourceDriftInformationSummary;
import dev.virga.api.cloudformation.StackResourceSummary;
import org.jspecify.annotations.Nullable;

/// How operations show a resource.
final class ResourceViews {
    private static final String NOT_CHECKED = "NOT_CHECKED";

    private ResourceViews() {}

    static StackResource resource(StackRow stack, ResourceRow row) {
        return StackResource.builder()
                .stackName(stack.name())
                .stackId(stack.id())
                .logicalResourceId(row.logicalId())
                .physicalResourceId(row.physicalId())
                .resourceType(row.type())
                .timestamp(row.time())
                .resourceStatus(row.status())
                .resourceStatusReason(row.reason())
                .driftInformation(drift())
                .build();
    }

    private static StackResourceDriftInformation drift() {
        return StackResourceDriftInformation.builder()
                .stackResourceDriftStatus(NOT_CHECKED)
                .build();
    }

    static StackResourceDetail detail(StackRow stack, ResourceRow row, @Nullable String metadata) {
        return StackResourceDetail.builder()
                .stackName(stack.name())
                .stackId(stack.id())
                .logicalResourceId(row.logicalId())
                .physicalResourceId(row.physicalId())
                .resourceType(row.type())
                .lastUpdatedTimestamp(row.time())
                .resourceStatus(row.status())
                .resourceStatusReason(row.reason())
                .metadata(metadata)
                .driftInformation(drift())
                .build();
    }

    static StackResourceSummary summary(ResourceRow row) {
        return StackResourceSummary.builder()
                .logicalResourceId(row.logicalId())
                .physicalResourceId(row.physicalId())
                .resourceType(row.type())
                .lastUpdatedTimestamp(row.time())
                .resourceStatus(row.status())
                .resourceStatusReason(row.reason())
                .driftInformation(StackResourceDriftInformationSummary.builder()
                        .stackResourceDriftStatus(NOT_CHECKED)
                        .build())
                .build();
    }
}
