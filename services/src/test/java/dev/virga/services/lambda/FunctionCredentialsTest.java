package dev.virga.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.kernel.FakeTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The temporary credentials that functions find in their environment.
class FunctionCredentialsTest {
    private static final Instant START = Instant.parse("2026-05-06T10:00:00Z");
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @Test
    void noInvocationOutlivesItsCredentials() throws IOException {
        FakeTime time = new FakeTime(START);
        Set<String> tokens = new LinkedHashSet<>();
        try (LambdaFixture cloud = new LambdaFixture(time)) {
            cloud.node("who", "exports.handler = async () => process.env.AWS_SESSION_TOKEN;");
            // Often enough that no environment is ended for being idle.
            for (int minutes = 0; minutes < 14 * 60; minutes += 4) {
                String token = LambdaFixture.text(cloud.invoke("who", "{}")).replace("\"", "");
                Instant until = Instant.parse(token.substring("token until ".length()));
                assertThat(until).isAfter(time.instant().plus(TIMEOUT));
                tokens.add(token);
                time.advance(Duration.ofMinutes(4));
            }
        }
        // One environment for nearly all of the twelve hours, then another.
        assertThat(tokens).hasSize(2);
    }
}
