package dev.virga.app.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextStreamTest {
    @Test
    void linesComeOutInOrderAndTheExitCodeLast() throws Exception {
        TextStream stream = new TextStream();
        stream.line("one");
        stream.line("two\u001e9");
        stream.end(3);
        assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("one\ntwo 9\n\u001e3\n");
        assertThat(stream.read()).isEqualTo(-1);
    }

    @Test
    void aWriterLearnsThatTheClientHasGoneEvenWhileItWaits() throws Exception {
        TextStream stream = new TextStream();
        Thread writer = Thread.ofVirtual().start(() -> assertThatThrownBy(() -> {
                    while (true) {
                        stream.line("x");
                    }
                })
                .isInstanceOf(TextStream.ClientGone.class));
        stream.read();
        stream.close();
        writer.join();
        assertThat(stream.closed()).isTrue();
    }
}
