package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventMessageTest {
    private static final Map<String, Object> ALL_TYPES = allTypes();

    private static Map<String, Object> allTypes() {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("true", true);
        headers.put("false", false);
        headers.put("byte", (byte) -1);
        headers.put("short", (short) -2);
        headers.put("integer", -3);
        headers.put("long", -4L);
        headers.put("string", "zwölf");
        headers.put("time", Instant.ofEpochMilli(1_700_000_000_123L));
        headers.put("id", new UUID(1, 2));
        return headers;
    }

    private static EventMessage read(byte[] bytes) throws IOException {
        return EventMessage.read(new ByteArrayInputStream(bytes));
    }

    @Test
    void headersOfAllTypesComeBack() throws IOException {
        Map<String, Object> headers = new LinkedHashMap<>(ALL_TYPES);
        headers.put("bytes", new byte[] {1, 2});
        EventMessage back = read(new EventMessage(headers, new byte[] {9}).bytes());
        assertThat((byte[]) back.headers().remove("bytes")).containsExactly(1, 2);
        assertThat(back.headers()).isEqualTo(ALL_TYPES);
        assertThat(back.payload()).containsExactly(9);
    }

    @Test
    void theEndOfTheStreamIsNoMessage() throws IOException {
        assertThat(read(new byte[0])).isNull();
    }

    @Test
    void whateverIsChangedOrCutOffIsRefused() {
        byte[] good = new EventMessage(new LinkedHashMap<>(ALL_TYPES), new byte[100]).bytes();
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x10;
            assertThatThrownBy(() -> read(bad)).isInstanceOf(AwsException.class);
        }
        for (int length = 1; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(AwsException.class);
        }
    }

    /// Checksums that are right protect nobody from what is in the headers.
    @Test
    void headersOfAnyBytesAreReadOrRefused() throws IOException {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            byte[] head = new byte[random.nextInt(40)];
            random.nextBytes(head);
            try {
                read(message(head));
            } catch (AwsException e) {
                assertThat(e.code()).isEqualTo("SerializationException");
            }
        }
    }

    private static byte[] message(byte[] head) {
        var out = java.nio.ByteBuffer.allocate(EventMessage.OVERHEAD + head.length);
        out.putInt(out.capacity()).putInt(head.length).putInt(crc(out.array(), 8));
        out.put(head).putInt(crc(out.array(), out.capacity() - 4));
        return out.array();
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, EventMessage.MAX_MESSAGE_BYTES + 1, -1, Integer.MAX_VALUE})
    void lengthsOutOfRangeAreRefusedBeforeAnythingIsReserved(int total) {
        var out = java.nio.ByteBuffer.allocate(20);
        out.putInt(total).putInt(0).putInt(crc(out.array(), 8));
        assertThatThrownBy(() -> read(out.array())).isInstanceOf(AwsException.class);
    }

    @Test
    void whatIsTooLargeIsNotWritten() {
        EventMessage message = new EventMessage(Map.of(), new byte[EventMessage.MAX_MESSAGE_BYTES]);
        assertThatThrownBy(message::bytes).isInstanceOf(IllegalArgumentException.class);
    }

    /// StartLiveTail is RPC: an initial response, then events, then the failure.
    @Test
    void anRpcOperationAnswersWithAnInitialResponseEventsAndTheFailure() throws IOException {
        Model logs = TestModels.load("logs");
        Op<?, ?> op = logs.op("StartLiveTail");
        Shape union = op.output().eventStream().target();
        Member start = union.member("sessionStart");
        Struct session = start.target().make(new Object[start.target().members().size()]);
        List<Variant> events = List.of(union.make(start.index(), session));
        boolean[] closed = new boolean[1];
        var source = EventStream.of(events);
        EventStream<Variant> failing = new EventStream<>() {
            @Override
            public Variant next() throws IOException {
                Variant event = source.next();
                if (event == null) {
                    throw new AwsException("SessionTimeoutException", 400, "over");
                }
                return event;
            }

            @Override
            public void close() {
                closed[0] = true;
            }
        };
        Struct output = op.output().make(new Object[] {failing});
        HttpResponse response = Answers.encode(Protocol.AWS_JSON_1_1, op, output, "id");
        assertThat(response.headers.get("Content-Type")).isEqualTo("application/vnd.amazon.eventstream");
        var in = response.body.stream();
        assertThat(EventMessage.read(in).headers()).containsEntry(":event-type", "initial-response");
        assertThat(EventMessage.read(in).headers()).containsEntry(":event-type", "sessionStart");
        EventMessage last = EventMessage.read(in);
        assertThat(last.headers())
                .containsEntry(":message-type", "exception")
                .containsEntry(":exception-type", "SessionTimeoutException");
        assertThat(last.payload()).asString().isEqualTo("{\"message\":\"over\"}");
        assertThat(EventMessage.read(in)).isNull();
        assertThat(closed[0]).isTrue();
    }
}
