package dev.virga.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatchesTest {
    @Test
    void whatWaitsIsBoundedInBytesAsWellAsInNumber() {
        CountDownLatch release = new CountDownLatch(1);
        List<String> written = new ArrayList<>();
        try (Batches<String> batches = new Batches<>("texts", 100, 10, String::length, 5, texts -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            written.addAll(texts);
        })) {
            assertThat(batches.offer("12345")).isTrue();
            assertThat(batches.offer("123456")).isFalse();
            assertThat(batches.offer("1234")).isTrue();
            release.countDown();
            batches.flush();
            assertThat(batches.offer("1234567890")).isTrue();
        }
        assertThat(written).containsExactly("12345", "1234", "1234567890");
    }
}
