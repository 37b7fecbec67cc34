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
import dev.virga.wire.EventStream;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTailTest {
    private static final String ARN = "arn:aws:logs:us-east-1:123456789012:log-group:web";

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime(Instant.parse("2026-01-01T00:00:00Z"));
    private Store store;
    private Logs logs;
    private LocalCloud cloud;

    @BeforeEach
    void open() throws IOException {
        store = RocksStore.open(folder, time);
        cloud = new LocalCloud(time, (access, call) -> new Authorizer.Allowed());
        logs = new Logs(store, time);
        cloud.open(new Directory(List.of(logs)));
        call(
                LogsOps.CreateLogGroup,
                CreateLogGroupRequest.builder().logGroupName("web").build());
        for (String stream : List.of("a1", "a2", "b1")) {
            call(
                    LogsOps.CreateLogStream,
                    CreateLogStreamRequest.builder()
                            .logGroupName("web")
                            .logStreamName(stream)
                            .build());
        }
    }

    @AfterEach
    void close() {
        logs.close();
        store.close();
    }

    private <I extends Struct, O extends Struct> O call(Op<I, O> op, I input) {
        return cloud.call(new Caller.Root("123456789012"), "us-east-1", op, input);
    }

    private void put(String stream, String... messages) {
        List<InputLogEvent> events = new ArrayList<>();
        for (String message : messages) {
            events.add(InputLogEvent.builder()
                    .timestamp(time.instant().toEpochMilli())
                    .message(message)
                    .build());
        }
        call(
                LogsOps.PutLogEvents,
                PutLogEventsRequest.builder()
                        .logGroupName("web")
                        .logStreamName(stream)
                        .logEvents(events)
                        .build());
    }

    private EventStream<StartLiveTailResponseStream> tail(StartLiveTailRequest.Builder request) throws IOException {
        EventStream<StartLiveTailResponseStream> events = call(
                        LogsOps.StartLiveTail,
                        request.logGroupIdentifiers(List.of(ARN)).build())
                .responseStream();
        assertThat(events.next()).isInstanceOf(StartLiveTailResponseStream.SessionStart.class);
        return events;
    }

    private LiveTailSessionUpdate update(EventStream<StartLiveTailResponseStream> events) throws IOException {
        time.advance(Duration.ofSeconds(1));
        return ((StartLiveTailResponseStream.SessionUpdate) events.next()).value();
    }

    private static List<String> messages(LiveTailSessionUpdate update) {
        return update.sessionResults().stream()
                .map(LiveTailSessionLogEvent::message)
                .toList();
    }

    @Test
    void everySecondTellsWhatArrivedAndMatches() throws IOException {
        try (var events = tail(
                StartLiveTailRequest.builder().logEventFilterPattern("ERROR").logStreamNamePrefixes(List.of("a")))) {
            put("a1", "ERROR one", "INFO two");
            put("a2", "ERROR three");
            put("b1", "ERROR elsewhere");
            LiveTailSessionUpdate update = update(events);
            assertThat(messages(update)).containsExactly("ERROR one", "ERROR three");
            assertThat(update.sessionMetadata().sampled()).isFalse();
            assertThat(update.sessionResults().getFirst().logGroupIdentifier()).isEqualTo("123456789012:web");
            assertThat(messages(update(events))).isEmpty();
        }
    }

    @Test
    void ofManyEventsAPartIsSentAndSaidSo() throws IOException {
        try (var events = tail(StartLiveTailRequest.builder())) {
            put("a1", IntStream.range(0, 600).mapToObj(i -> "m" + i).toArray(String[]::new));
            LiveTailSessionUpdate update = update(events);
            assertThat(update.sessionResults()).hasSize(LiveTailSession.MAX_EVENTS);
            assertThat(update.sessionMetadata().sampled()).isTrue();
        }
    }

    @Test
    void aSessionEndsAfterThreeHours() throws IOException {
        try (var events = tail(StartLiveTailRequest.builder())) {
            time.advance(Duration.ofHours(3));
            assertThatThrownBy(events::next).isInstanceOf(SessionTimeoutException.class);
        }
    }

    @Test
    void sessionsHaveALimitAndGiveTheirPlaceBack() throws IOException {
        List<EventStream<?>> open = new ArrayList<>();
        for (int i = 0; i < LiveTails.MAX_SESSIONS; i++) {
            open.add(tail(StartLiveTailRequest.builder()));
        }
        assertThatThrownBy(() -> tail(StartLiveTailRequest.builder())).isInstanceOf(LimitExceededException.class);
        open.removeLast().close();
        open.add(tail(StartLiveTailRequest.builder()));
        logs.close();
        assertThat(open.getFirst().next()).isNull();
    }

    @Test
    void groupsAreNamedByTheirArnsAndStreamsInOneWay() {
        var both = StartLiveTailRequest.builder().logStreamNames(List.of("a")).logStreamNamePrefixes(List.of("a"));
        assertThatThrownBy(() -> tail(both)).isInstanceOf(InvalidParameterException.class);
        for (String bad : List.of("web", ARN + ":*")) {
            assertThatThrownBy(() -> call(
                            LogsOps.StartLiveTail,
                            StartLiveTailRequest.builder()
                                    .logGroupIdentifiers(List.of(bad))
                                    .build()))
                    .isInstanceOfSatisfying(
                            AwsException.class, e -> assertThat(e.code()).isEqualTo("InvalidParameterException"));
        }
    }
}
