package dev.virga.services.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.logs.*;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Directory;
import dev.virga.kernel.FakeTime;
import dev.virga.kernel.LocalCloud;
import dev.virga.store.RocksStore;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long NOW = START.toEpochMilli();
    private static final String GROUP = "/app/web";

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime(START);
    private Store store;
    private LocalCloud cloud;

    @BeforeEach
    void open() throws IOException {
        store = RocksStore.open(folder, time);
        cloud = new LocalCloud(time, (access, call) -> new Authorizer.Allowed());
        cloud.open(new Directory(List.of(new Logs(store, time))));
        call(
                LogsOps.CreateLogGroup,
                CreateLogGroupRequest.builder().logGroupName(GROUP).build());
        stream("a");
        stream("b");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private <I extends Struct, O extends Struct> O call(Op<I, O> op, I input) {
        return cloud.call(new Caller.Root("123456789012"), "us-east-1", op, input);
    }

    private void stream(String name) {
        call(
                LogsOps.CreateLogStream,
                CreateLogStreamRequest.builder()
                        .logGroupName(GROUP)
                        .logStreamName(name)
                        .build());
    }

    private static InputLogEvent event(long millis, String message) {
        return InputLogEvent.builder().timestamp(millis).message(message).build();
    }

    private PutLogEventsResponse put(String stream, InputLogEvent... events) {
        return put(stream, List.of(events));
    }

    private PutLogEventsResponse put(String stream, List<InputLogEvent> events) {
        return call(
                LogsOps.PutLogEvents,
                PutLogEventsRequest.builder()
                        .logGroupName(GROUP)
                        .logStreamName(stream)
                        .logEvents(events)
                        .build());
    }

    private static FilterLogEventsRequest.Builder filter() {
        return FilterLogEventsRequest.builder().logGroupName(GROUP);
    }

    private List<String> found(FilterLogEventsRequest.Builder request) {
        return call(LogsOps.FilterLogEvents, request.build()).events().stream()
                .map(FilteredLogEvent::message)
                .toList();
    }

    private static void fails(String code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @Test
    void eventsOfAllStreamsComeInTheOrderOfTheirTimes() {
        put("a", event(NOW, "1"), event(NOW + 2, "3"), event(NOW + 2, "4"));
        put("b", event(NOW + 1, "2"), event(NOW + 3, "5"));
        put("a", event(NOW - 5, "0"));
        assertThat(found(filter())).containsExactly("0", "1", "2", "3", "4", "5");
        assertThat(found(filter().startTime(NOW + 1).endTime(NOW + 2))).containsExactly("2", "3", "4");
        assertThat(found(filter().logStreamNames(List.of("b")))).containsExactly("2", "5");
        assertThat(found(filter().logStreamNamePrefix("a").filterPattern("3"))).containsExactly("3");
        List<String> paged = new ArrayList<>();
        String token = null;
        do {
            FilterLogEventsResponse page = call(
                    LogsOps.FilterLogEvents, filter().limit(2).nextToken(token).build());
            page.events().forEach(e -> paged.add(e.message()));
            token = page.nextToken();
        } while (token != null);
        assertThat(paged).containsExactly("0", "1", "2", "3", "4", "5");
    }

    @Test
    void aStreamIsReadInBothDirectionsUntilTheTokenStays() {
        put("a", IntStream.range(0, 7).mapToObj(i -> event(NOW, "" + i)).toList());
        GetLogEventsRequest.Builder get = GetLogEventsRequest.builder()
                .logGroupIdentifier("arn:aws:logs:us-east-1:123456789012:log-group:" + GROUP)
                .logStreamName("a")
                .limit(3);
        GetLogEventsResponse newest = call(LogsOps.GetLogEvents, get.build());
        assertThat(messages(newest)).containsExactly("4", "5", "6");
        GetLogEventsResponse older = call(
                LogsOps.GetLogEvents, get.nextToken(newest.nextBackwardToken()).build());
        assertThat(messages(older)).containsExactly("1", "2", "3");
        GetLogEventsResponse newer = call(
                LogsOps.GetLogEvents, get.nextToken(older.nextForwardToken()).build());
        assertThat(messages(newer)).containsExactly("4", "5", "6");
        GetLogEventsResponse end = call(
                LogsOps.GetLogEvents, get.nextToken(newer.nextForwardToken()).build());
        assertThat(messages(end)).isEmpty();
        assertThat(end.nextForwardToken()).isEqualTo(newer.nextForwardToken());
        put("a", event(NOW + 1, "7"));
        assertThat(messages(call(
                        LogsOps.GetLogEvents,
                        get.nextToken(end.nextForwardToken()).build())))
                .containsExactly("7");
        GetLogEventsRequest head = get.nextToken(null).startFromHead(true).build();
        assertThat(messages(call(LogsOps.GetLogEvents, head))).containsExactly("0", "1", "2");
        fails(
                "InvalidParameterException",
                "nextToken is invalid",
                () -> call(LogsOps.GetLogEvents, get.nextToken("f/1/s").build()));
    }

    private static List<String> messages(GetLogEventsResponse response) {
        return response.events().stream().map(OutputLogEvent::message).toList();
    }

    @Test
    void batchesOutsideTheLimitsAreRefusedAndEventsOutsideTheWindowLeftOut() {
        long day = Duration.ofDays(1).toMillis();
        fails(
                "InvalidParameterException",
                "in chronological order",
                () -> put("a", event(NOW, "x"), event(NOW - 1, "y")));
        fails(
                "InvalidParameterException",
                "cannot span more than 24 hours",
                () -> put("a", event(NOW - day - 1, "x"), event(NOW, "y")));
        fails(
                "InvalidParameterException",
                "Upload too large",
                () -> put("a", event(NOW, "x".repeat(600_000)), event(NOW, "y".repeat(600_000))));
        fails("ResourceNotFoundException", "The specified log stream does not exist.", () -> put("c", event(NOW, "x")));
        call(
                LogsOps.PutRetentionPolicy,
                PutRetentionPolicyRequest.builder()
                        .logGroupName(GROUP)
                        .retentionInDays(3)
                        .build());
        long old = NOW - 14 * day;
        RejectedLogEventsInfo past =
                put("a", event(old - 1, "too old"), event(old + 1, "expired")).rejectedLogEventsInfo();
        assertThat(past.tooOldLogEventEndIndex()).isEqualTo(1);
        assertThat(past.expiredLogEventEndIndex()).isEqualTo(2);
        long future = NOW + Duration.ofHours(2).toMillis();
        RejectedLogEventsInfo ahead =
                put("a", event(NOW, "kept"), event(future + 1, "too new")).rejectedLogEventsInfo();
        assertThat(ahead.tooNewLogEventStartIndex()).isEqualTo(1);
        assertThat(found(filter())).containsExactly("kept");
        time.advance(Duration.ofDays(3).plusMillis(1));
        assertThat(found(filter())).isEmpty();
        call(
                LogsOps.DeleteRetentionPolicy,
                DeleteRetentionPolicyRequest.builder().logGroupName(GROUP).build());
        assertThat(found(filter())).containsExactly("kept");
    }

    @Test
    void aFullBatchIsTakenWhole() {
        put(
                "a",
                IntStream.range(0, 10_000)
                        .mapToObj(i -> event(NOW + i / 100, "event " + i))
                        .toList());
        assertThat(found(filter())).hasSize(10_000).startsWith("event 0").endsWith("event 9999");
    }

    @Test
    void groupsAndStreamsAreListedInPages() {
        for (int i = 0; i < 5; i++) {
            call(
                    LogsOps.CreateLogGroup,
                    CreateLogGroupRequest.builder().logGroupName("/many/" + i).build());
        }
        List<String> names = new ArrayList<>();
        String token = null;
        do {
            DescribeLogGroupsResponse page = call(
                    LogsOps.DescribeLogGroups,
                    DescribeLogGroupsRequest.builder()
                            .logGroupNamePrefix("/many/")
                            .limit(2)
                            .nextToken(token)
                            .build());
            page.logGroups().forEach(g -> names.add(g.logGroupName()));
            token = page.nextToken();
        } while (token != null);
        assertThat(names).containsExactly("/many/0", "/many/1", "/many/2", "/many/3", "/many/4");
        put("b", event(NOW, "x"));
        put("a", event(NOW + 1, "x"));
        assertThat(streams(DescribeLogStreamsRequest.builder())).containsExactly("a", "b");
        assertThat(streams(DescribeLogStreamsRequest.builder().descending(true)))
                .containsExactly("b", "a");
        assertThat(streams(DescribeLogStreamsRequest.builder().orderBy("LastEventTime")))
                .containsExactly("b", "a");
        assertThat(streams(DescribeLogStreamsRequest.builder().logStreamNamePrefix("b")))
                .containsExactly("b");
    }

    private List<String> streams(DescribeLogStreamsRequest.Builder request) {
        List<String> names = new ArrayList<>();
        String token = null;
        do {
            DescribeLogStreamsResponse page = call(
                    LogsOps.DescribeLogStreams,
                    request.logGroupName(GROUP).limit(1).nextToken(token).build());
            page.logStreams().forEach(s -> names.add(s.logStreamName()));
            token = page.nextToken();
        } while (token != null);
        return names;
    }

    @Test
    void aGroupThatIsMadeAgainIsEmpty() {
        put("a", event(NOW, "x"));
        call(
                LogsOps.DeleteLogGroup,
                DeleteLogGroupRequest.builder().logGroupName(GROUP).build());
        fails("ResourceNotFoundException", "The specified log group does not exist.", () -> found(filter()));
        call(
                LogsOps.CreateLogGroup,
                CreateLogGroupRequest.builder()
                        .logGroupName(GROUP)
                        .tags(Map.of("team", "web"))
                        .build());
        stream("a");
        assertThat(found(filter())).isEmpty();
        fails("ResourceAlreadyExistsException", "already exists", () -> stream("a"));
        String arn = "arn:aws:logs:us-east-1:123456789012:log-group:" + GROUP;
        call(
                LogsOps.TagResource,
                TagResourceRequest.builder()
                        .resourceArn(arn)
                        .tags(Map.of("a", "1"))
                        .build());
        call(
                LogsOps.UntagResource,
                UntagResourceRequest.builder()
                        .resourceArn(arn)
                        .tagKeys(List.of("team"))
                        .build());
        assertThat(call(
                                LogsOps.ListTagsLogGroup,
                                ListTagsLogGroupRequest.builder()
                                        .logGroupName(GROUP)
                                        .build())
                        .tags())
                .isEqualTo(Map.of("a", "1"));
    }
}
