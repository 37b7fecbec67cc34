package dev.virga.services.logs;

import dev.virga.api.logs.LiveTailSessionStart;
import dev.virga.api.logs.LogsOps;
import dev.virga.api.logs.StartLiveTailRequest;
import dev.virga.api.logs.StartLiveTailResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.Time;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Answers with the events of up to ten groups while they arrive.
final class StartLiveTail implements Operation<StartLiveTailRequest, StartLiveTailResponse> {
    private final GroupTable groups;
    private final LiveTails tails;
    private final Time time;

    StartLiveTail(GroupTable groups, LiveTails tails, Time time) {
        this.groups = groups;
        this.tails = tails;
        this.time = time;
    }

    @Override
    public Op<StartLiveTailRequest, StartLiveTailResponse> op() {
        return LogsOps.StartLiveTail;
    }

    @Override
    public List<Access> access(StartLiveTailRequest input, Call call) {
        List<Access> all = new ArrayList<>();
        for (String identifier : input.logGroupIdentifiers()) {
            all.addAll(LogGroupName.access("StartLiveTail", name(identifier, call), call));
        }
        return all;
    }

    private static String name(String identifier, Call call) {
        if (identifier.endsWith("*") || !identifier.startsWith("arn:")) {
            throw LogsErrors.invalid("A log group must be given by its ARN without '*' at the end: " + identifier);
        }
        return LogGroupName.of(null, identifier, call);
    }

    @Override
    public StartLiveTailResponse handle(StartLiveTailRequest input, Call call) {
        List<String> names = input.logStreamNames();
        List<String> prefixes = input.logStreamNamePrefixes();
        if (names != null && prefixes != null) {
            throw LogsErrors.invalid("logStreamNames and logStreamNamePrefixes are mutually exclusive parameters.");
        }
        if ((names != null || prefixes != null) && input.logGroupIdentifiers().size() > 1) {
            throw LogsErrors.invalid("Log streams can be chosen in a session with a single log group only.");
        }
        Map<Long, String> watched = new HashMap<>();
        for (String identifier : input.logGroupIdentifiers()) {
            LogGroup group = groups.get(call, name(identifier, call));
            watched.put(group.id(), call.account() + ":" + group.name());
        }
        String filter = input.logEventFilterPattern() == null ? "" : input.logEventFilterPattern();
        LiveTailSessionStart start = LiveTailSessionStart.builder()
                .requestId(call.requestId())
                .sessionId(UUID.randomUUID().toString())
                .logGroupIdentifiers(input.logGroupIdentifiers())
                .logStreamNames(names == null ? List.of() : names)
                .logStreamNamePrefixes(prefixes == null ? List.of() : prefixes)
                .logEventFilterPattern(filter)
                .build();
        LiveTailSession session = new LiveTailSession(
                tails,
                time,
                GroupTable.domain(call),
                watched,
                wanted(names, prefixes),
                FilterPattern.parse(filter),
                start);
        tails.open(session);
        return StartLiveTailResponse.builder().responseStream(session).build();
    }

    private static Predicate<String> wanted(@Nullable List<String> names, @Nullable List<String> prefixes) {
        if (names != null) {
            return Set.copyOf(names)::contains;
        }
        return prefixes == null ? stream -> true : stream -> prefixes.stream().anyMatch(stream::startsWith);
    }
}
