package dev.virga.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.lambda.InvokeWithResponseStreamCompleteEvent;
import dev.virga.api.lambda.InvokeWithResponseStreamRequest;
import dev.virga.api.lambda.InvokeWithResponseStreamResponse;
import dev.virga.api.lambda.InvokeWithResponseStreamResponseEvent;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.ResourceNotFoundException;
import dev.virga.kernel.Time;
import dev.virga.wire.EventStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InvokeWithResponseStreamTest {
    private static LambdaFixture cloud;

    @BeforeAll
    static void open() throws IOException {
        cloud = new LambdaFixture(Time.system());
        cloud.node("plain", "exports.handler = async (event) => ({ got: event });");
        cloud.node("stream", """
                exports.handler = awslambda.streamifyResponse(async (event, stream) => {
                    if (event.fail === 'early') throw new Error('early');
                    for (const part of event.parts) {
                        stream.write(part);
                        await new Promise((resolve) => setImmediate(resolve));
                    }
                    if (event.fail === 'late') throw new RangeError('late');
                    stream.end();
                });
                """);
    }

    @AfterAll
    static void close() throws IOException {
        cloud.close();
    }

    /// The pieces together, and how it ended.
    private record Answer(String text, InvokeWithResponseStreamCompleteEvent end) {}

    private static Answer invoke(String function, String payload) throws IOException {
        InvokeWithResponseStreamResponse response = cloud.call(
                LambdaOps.InvokeWithResponseStream,
                InvokeWithResponseStreamRequest.builder()
                        .functionName(function)
                        .payload(payload.getBytes(StandardCharsets.UTF_8))
                        .build());
        assertThat(response.statusCode()).isEqualTo(200);
        StringBuilder text = new StringBuilder();
        List<InvokeWithResponseStreamCompleteEvent> ends = new ArrayList<>();
        try (EventStream<InvokeWithResponseStreamResponseEvent> events = response.eventStream()) {
            for (var event = events.next(); event != null; event = events.next()) {
                switch (event) {
                    case InvokeWithResponseStreamResponseEvent.PayloadChunk piece ->
                        text.append(new String(piece.value().payload(), StandardCharsets.UTF_8));
                    case InvokeWithResponseStreamResponseEvent.InvokeComplete complete -> ends.add(complete.value());
                }
            }
        }
        assertThat(ends).hasSize(1);
        return new Answer(text.toString(), ends.getFirst());
    }

    @Test
    void aFunctionThatDoesNotStreamAnswersInOnePiece() throws IOException {
        Answer answer = invoke("plain", "{\"a\":1}");
        assertThat(answer.text()).isEqualTo("{\"got\":{\"a\":1}}");
        assertThat(answer.end().errorCode()).isNull();
    }

    @Test
    void whatAFunctionWritesComesInOrder() throws IOException {
        Answer answer = invoke("stream", "{\"parts\":[\"one \",\"two \",\"three\"]}");
        assertThat(answer.text()).isEqualTo("one two three");
        assertThat(answer.end().errorCode()).isNull();
        assertThat(LambdaFixture.text(cloud.invoke("stream", "{\"parts\":[\"a\",\"b\"]}")))
                .isEqualTo("ab");
    }

    @Test
    void anErrorIsToldAtTheEndAlsoAfterTheFirstPiece() throws IOException {
        Answer late = invoke("stream", "{\"parts\":[\"one\"],\"fail\":\"late\"}");
        assertThat(late.text()).isEqualTo("one");
        assertThat(late.end().errorCode()).isEqualTo("RangeError");
        assertThat(late.end().errorDetails()).contains("\"errorMessage\":\"late\"");
        Answer early = invoke("stream", "{\"fail\":\"early\"}");
        assertThat(early.text()).isEmpty();
        assertThat(early.end().errorDetails()).contains("\"errorMessage\":\"early\"");
    }

    @Test
    void whatCannotBeRunIsNoStream() {
        assertThatThrownBy(() -> invoke("nothing", "{}")).isInstanceOf(ResourceNotFoundException.class);
    }
}
