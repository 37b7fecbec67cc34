package dev.virga.services.logs;

import dev.virga.api.logs.DescribeLogGroupsRequest;
import dev.virga.api.logs.DescribeLogGroupsResponse;
import dev.virga.api.logs.LogsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Lists groups by name.
final class DescribeLogGroups implements Operation<DescribeLogGroupsRequest, DescribeLogGroupsResponse> {
    private static final int DEFAULT_LIMIT = 50;
    private static final int PAGE = 200;

    private final GroupTable groups;
    private final StreamTable streams;

    DescribeLogGroups(GroupTable groups, StreamTable streams) {
        this.groups = groups;
        this.streams = streams;
    }

    @Override
    public Op<DescribeLogGroupsRequest, DescribeLogGroupsResponse> op() {
        return LogsOps.DescribeLogGroups;
    }

    @Override
    public List<Access> access(DescribeLogGroupsRequest input, Call call) {
        return LogGroupName.access("DescribeLogGroups", "", call);
    }

    @Override
    public DescribeLogGroupsResponse handle(DescribeLogGroupsRequest input, Call call) {
        refuse(input);
        int limit = input.limit() == null ? DEFAULT_LIMIT : input.limit();
        String prefix = input.logGroupNamePrefix() == null ? "" : input.logGroupNamePrefix();
        String after = input.nextToken() == null ? null : PageToken.name(input.nextToken());
        String pattern = input.logGroupNamePattern();
        List<LogGroup> found = new ArrayList<>();
        boolean more = true;
        while (more && found.size() <= limit) {
            List<LogGroup> page = groups.list(call, prefix, after, PAGE);
            more = page.size() == PAGE;
            for (LogGroup group : page) {
                after = group.name();
                if (matches(group, pattern, input.logGroupClass(), input.logGroupIdentifiers(), call)) {
                    found.add(group);
                }
            }
        }
        DescribeLogGroupsResponse.Builder answer = DescribeLogGroupsResponse.builder();
        if (found.size() > limit) {
            found = found.subList(0, limit);
            answer.nextToken(PageToken.of(found.getLast().name()));
        }
        return answer.logGroups(found.stream().map(g -> describe(g, call)).toList())
                .build();
    }

    private static void refuse(DescribeLogGroupsRequest input) {
        if (input.accountIdentifiers() != null || Boolean.TRUE.equals(input.includeLinkedAccounts())) {
            throw LogsErrors.notImplemented("DescribeLogGroups", "other accounts");
        }
        if (input.logGroupNamePrefix() != null && input.logGroupNamePattern() != null) {
            throw LogsErrors.invalid(
                    "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }
    }

    private static boolean matches(
            LogGroup group,
            @Nullable String pattern,
            @Nullable String logGroupClass,
            @Nullable List<String> identifiers,
            Call call) {
        boolean wanted = identifiers == null
                || identifiers.contains(group.name())
                || identifiers.contains(LogGroupName.arn(call, group.name()));
        // AWS looks for the pattern anywhere in the name, in whatever case.
        return wanted
                && (pattern == null || containsIgnoreCase(group.name(), pattern))
                && (logGroupClass == null || group.logGroupClass().equals(logGroupClass));
    }

    private static boolean containsIgnoreCase(String name, String part) {
        return name.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private dev.virga.api.logs.LogGroup describe(LogGroup group, Call call) {
        String arn = LogGroupName.arn(call, group.name());
        long bytes = 0;
        for (LogStream stream : streams.all(call, group, "")) {
            bytes += stream.storedBytes();
        }
        return dev.virga.api.logs.LogGroup.builder()
                .logGroupName(group.name())
                .creationTime(group.createdMillis())
                .retentionInDays(group.retentionDays())
                .metricFilterCount(0)
                .arn(arn + ":*")
                .logGroupArn(arn)
                .storedBytes(bytes)
                .logGroupClass(group.logGroupClass())
                .deletionProtectionEnabled(group.deletionProtected())
                .build();
    }
}
