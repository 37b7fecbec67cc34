package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.api.cloudtrail.Event;
import dev.virga.api.cloudtrail.LookupAttribute;
import dev.virga.api.cloudtrail.LookupEventsRequest;
import dev.virga.api.cloudtrail.LookupEventsResponse;
import dev.virga.api.cloudtrail.Resource;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.Time;
import dev.virga.wire.Op;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds events of the last 90 days that manage resources, the newest first.
final class LookupEvents implements Operation<LookupEventsRequest, LookupEventsResponse> {
    private static final int MAX_RESULTS = 50;
    /// Events that one call looks at.
    private static final int MAX_LOOKED_AT = 5_000;

    private final EventTable events;
    private final Recorder recorder;
    private final Time time;

    LookupEvents(EventTable events, Recorder recorder, Time time) {
        this.events = events;
        this.recorder = recorder;
        this.time = time;
    }

    @Override
    public Op<LookupEventsRequest, LookupEventsResponse> op() {
        return CloudtrailOps.LookupEvents;
    }

    @Override
    public List<Access> access(LookupEventsRequest input, Call call) {
        return List.of(Access.to("cloudtrail:LookupEvents", "*"));
    }

    @Override
    public LookupEventsResponse handle(LookupEventsRequest input, Call call) {
        LookupAttribute wanted = attribute(input);
        Instant end = input.endTime() == null ? time.instant() : input.endTime();
        Instant oldest = time.instant().minus(Expiry.KEPT);
        Instant start = input.startTime() == null || input.startTime().isBefore(oldest) ? oldest : input.startTime();
        if (input.startTime() != null
                && input.endTime() != null
                && input.startTime().isAfter(input.endTime())) {
            throw CloudTrailErrors.timeRange();
        }
        EventTable.Position position = position(input.nextToken());
        // Nothing watches for unusual numbers of calls, so that there is no such event.
        if (input.eventCategory() != null || start.isAfter(end)) {
            return LookupEventsResponse.builder().events(List.of()).build();
        }
        recorder.flush();
        int max = input.maxResults() == null ? MAX_RESULTS : input.maxResults();
        List<Event> found = new ArrayList<>();
        int looked = 0;
        while (looked < MAX_LOOKED_AT) {
            List<EventTable.Found> page = events.page(call.account(), call.region(), start, end, position);
            if (page.isEmpty()) {
                return LookupEventsResponse.builder().events(found).build();
            }
            for (EventTable.Found event : page) {
                position = event.position();
                looked++;
                if (wanted == null || matches(event, wanted)) {
                    found.add(shape(event));
                    if (found.size() == max) {
                        return answer(found, position);
                    }
                }
            }
        }
        // AWS's pages may be short as well; the client goes on.
        return answer(found, position);
    }

    private static @Nullable LookupAttribute attribute(LookupEventsRequest input) {
        List<LookupAttribute> attributes = input.lookupAttributes();
        if (attributes == null || attributes.isEmpty()) {
            return null;
        }
        if (attributes.size() > 1) {
            throw CloudTrailErrors.lookupAttributes("You can specify only one lookup attribute.");
        }
        return attributes.getFirst();
    }

    private static boolean matches(EventTable.Found event, LookupAttribute wanted) {
        String value = wanted.attributeValue();
        return switch (wanted.attributeKey()) {
            case "EventId" -> value.equals(event.position().id());
            case "EventName" -> value.equals(event.name());
            case "ReadOnly" -> value.equals(String.valueOf(event.readOnly()));
            case "Username" -> value.equals(event.username());
            case "ResourceType" -> event.resources().stream().anyMatch(each -> value.equals(each.type()));
            case "ResourceName" -> event.resources().stream().anyMatch(each -> value.equals(each.name()));
            case "EventSource" -> value.equals(event.source());
            case "AccessKeyId" -> value.equals(event.accessKeyId());
            default -> throw CloudTrailErrors.lookupAttributes("Unknown attribute " + wanted.attributeKey() + ".");
        };
    }

    private static Event shape(EventTable.Found event) {
        return Event.builder()
                .eventId(event.position().id())
                .eventName(event.name())
                .readOnly(String.valueOf(event.readOnly()))
                .accessKeyId(event.accessKeyId())
                .eventTime(Instant.ofEpochMilli(event.position().millis()).truncatedTo(ChronoUnit.SECONDS))
                .eventSource(event.source())
                .username(event.username())
                .resources(event.resources().stream()
                        .map(each -> Resource.builder()
                                .resourceType(each.type())
                                .resourceName(each.name())
                                .build())
                        .toList())
                .cloudTrailEvent(event.json())
                .build();
    }

    private static LookupEventsResponse answer(List<Event> found, EventTable.@Nullable Position last) {
        String token = last == null
                ? null
                : Base64.getUrlEncoder()
                        .encodeToString((last.millis() + "/" + last.id()).getBytes(StandardCharsets.UTF_8));
        return LookupEventsResponse.builder().events(found).nextToken(token).build();
    }

    private static EventTable.@Nullable Position position(@Nullable String token) {
        if (token == null) {
            return null;
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split("/", -1);
            if (parts.length == 2) {
                return new EventTable.Position(Long.parseLong(parts[0]), parts[1]);
            }
        } catch (IllegalArgumentException e) {
            // Not one of ours.
        }
        throw CloudTrailErrors.nextToken();
    }
}
