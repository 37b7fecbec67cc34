package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.kernel.CallLog;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Operation;
import dev.virga.kernel.Service;
import dev.virga.kernel.Time;
import dev.virga.kernel.Timers;
import dev.virga.kernel.audit.EventKinds;
import dev.virga.store.Store;
import dev.virga.wire.Model;
import java.util.List;
import java.util.Map;

/// AWS CloudTrail: the audit log. It is told of every call by [#callLog]; its operations look it up
/// and carry it to buckets and log groups. All of its state is in the store.
public final class CloudTrail implements Service {
    private final Recorder recorder;
    private static final String TRAIL = "trail/";

    private final List<Operation<?, ?>> operations;
    private final TrailTable table;

    /// @param account whose log has the events of callers that nobody knows
    public CloudTrail(Store store, Cloud cloud, Timers timers, EventKinds kinds, Time time, String account) {
        EventTable events = new EventTable(store);
        table = new TrailTable(store);
        OutboxTable outbox = new OutboxTable(store);
        Expiry expiry = new Expiry(store, events, timers, time);
        recorder = new Recorder(store, events, table, outbox, kinds, expiry, account);
        Destinations destinations = new Destinations(cloud);
        Delivery delivery = new Delivery(store, table, outbox, destinations, recorder, timers, time);
        Trails trails = new Trails(table);
        operations = List.of(
                new AddTags(trails, table),
                new CreateTrail(table, destinations),
                new DeleteTrail(trails, table, delivery),
                new DescribeTrails(table),
                new GetEventSelectors(trails),
                new GetTrail(trails),
                new GetTrailStatus(trails),
                new ListTags(trails),
                new ListTrails(table),
                new LookupEvents(events, recorder, time),
                new PutEventSelectors(trails, table),
                new RemoveTags(trails, table),
                new StartLogging(trails, table, delivery),
                new StopLogging(trails, table),
                new UpdateTrail(trails, table, destinations));
    }

    /// To be told of every call.
    public CallLog callLog() {
        return recorder;
    }

    @Override
    public Model model() {
        return CloudtrailOps.MODEL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return operations;
    }

    @Override
    public Map<String, String> tags(String arn, Call call) {
        Arn parsed = Arn.parse(arn);
        Trail trail = parsed == null || !parsed.resource().startsWith(TRAIL)
                ? null
                : table.find(
                        parsed.account(), parsed.region(), parsed.resource().substring(TRAIL.length()));
        return trail == null ? Map.of() : trail.tags();
    }

    /// Writes what waits.
    @Override
    public void close() {
        recorder.close();
    }
}
