package dev.virga.services.cloudformation;

import dev.virga.api.logs.CreateLogGroupRequest;
import dev.virga.api.logs.DeleteLogGroupRequest;
import dev.virga.api.logs.DeleteRetentionPolicyRequest;
import dev.virga.api.logs.DescribeLogGroupsRequest;
import dev.virga.api.logs.LogGroup;
import dev.virga.api.logs.LogsOps;
import dev.virga.api.logs.PutRetentionPolicyRequest;
import dev.virga.api.logs.TagResourceRequest;
import dev.virga.api.logs.UntagResourceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `AWS::Logs::LogGroup`.
final class LogGroupResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("""
            BearerTokenAuthenticationEnabled- DataProtectionPolicy- DeletionProtectionEnabled- FieldIndexPolicies-
            KmsKeyId- LogGroupClass! LogGroupName! ResourcePolicyDocument- RetentionInDays Tags""");

    @Override
    public String name() {
        return "AWS::Logs::LogGroup";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public NameRule naming() {
        return new NameRule("LogGroupName", 512, false);
    }

    @Override
    public TagForm tagging() {
        return TagForm.LIST;
    }

    @Override
    public boolean taken(Deed deed, Properties properties) {
        String name = properties.required("LogGroupName");
        List<LogGroup> found = deed.call(
                        LogsOps.DescribeLogGroups,
                        DescribeLogGroupsRequest.builder()
                                .logGroupNamePrefix(name)
                                .build())
                .logGroups();
        return found != null && found.stream().anyMatch(group -> name.equals(group.logGroupName()));
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        String name = properties.required("LogGroupName");
        deed.callUnlessThere(
                LogsOps.CreateLogGroup,
                CreateLogGroupRequest.builder()
                        .logGroupName(name)
                        .logGroupClass(properties.text("LogGroupClass"))
                        .tags(properties.has("Tags") ? properties.tags("Tags") : null)
                        .build());
        try {
            retention(deed, name, properties);
        } catch (RuntimeException e) {
            remove(deed, name);
            throw e;
        }
        return Made.of(name, properties).with("Arn", arn(deed, name) + ":*");
    }

    private static String arn(Deed deed, String name) {
        return "arn:aws:logs:" + deed.region() + ":" + deed.account() + ":log-group:" + name;
    }

    private static void retention(Deed deed, String name, Properties properties) {
        Integer days = properties.whole("RetentionInDays");
        if (days != null) {
            deed.call(
                    LogsOps.PutRetentionPolicy,
                    PutRetentionPolicyRequest.builder()
                            .logGroupName(name)
                            .retentionInDays(days)
                            .build());
        }
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        String name = before.physicalId();
        Properties old = new Properties(before.properties());
        if (old.has("RetentionInDays") && !properties.has("RetentionInDays")) {
            deed.call(
                    LogsOps.DeleteRetentionPolicy,
                    DeleteRetentionPolicyRequest.builder().logGroupName(name).build());
        }
        retention(deed, name, properties);
        Map<String, String> tags = properties.tags("Tags");
        List<String> gone = new ArrayList<>(old.tags("Tags").keySet());
        gone.removeAll(tags.keySet());
        if (!gone.isEmpty()) {
            deed.call(
                    LogsOps.UntagResource,
                    UntagResourceRequest.builder()
                            .resourceArn(arn(deed, name))
                            .tagKeys(gone)
                            .build());
        }
        if (!tags.isEmpty()) {
            deed.call(
                    LogsOps.TagResource,
                    TagResourceRequest.builder()
                            .resourceArn(arn(deed, name))
                            .tags(tags)
                            .build());
        }
        return before;
    }

    @Override
    public void delete(Deed deed, Made made) {
        remove(deed, made.physicalId());
    }

    private static void remove(Deed deed, String name) {
        deed.callUnlessGone(
                LogsOps.DeleteLogGroup,
                DeleteLogGroupRequest.builder().logGroupName(name).build());
    }
}
