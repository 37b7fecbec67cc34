package dev.virga.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.wire.Body;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminGuardTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:4566,      Bearer t0ken,  '',               true",
        "localhost:4566,      Bearer t0ken,  '',               true",
        "[::1]:4566,          Bearer t0ken,  '',               true",
        "localhost,           Bearer t0ken,  '',               true",
        "evil.example,        Bearer t0ken,  '',               false",
        "127.0.0.1.evil.com,  Bearer t0ken,  '',               false",
        "'',                  Bearer t0ken,  '',               false",
        "127.0.0.1:4566,      Bearer t0ken,  http://127.0.0.1, false",
        "127.0.0.1:4566,      Bearer other,  '',               false",
        "127.0.0.1:4566,      t0ken,         '',               false",
        "127.0.0.1:4566,      Bearer,        '',               false",
        "127.0.0.1:4566,      '',            '',               false",
    })
    void onlyWhoKnowsTheTokenAndIsNoWebPageIsLetIn(String host, String authorization, String origin, boolean in) {
        Headers headers = new Headers().add("Host", host).add("Authorization", authorization);
        if (!origin.isEmpty()) {
            headers.add("Origin", origin);
        }
        HttpRequest request = new HttpRequest("GET", "/_virga/env", null, headers, Body.EMPTY, "127.0.0.1", false);
        assertThat(new AdminGuard("t0ken").refusal(request) == null).isEqualTo(in);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, true", "::1, true", "0:0:0:0:0:0:0:1, true", "10.0.0.1, false", "2001:db8::1, false"})
    void onlyTheMachineItselfIsLetIn(String remote, boolean in) {
        Headers headers = new Headers().add("Host", "127.0.0.1:4566").add("Authorization", "Bearer t0ken");
        HttpRequest request = new HttpRequest("GET", "/_virga/env", null, headers, Body.EMPTY, remote, false);
        assertThat(new AdminGuard("t0ken").refusal(request) == null).isEqualTo(in);
    }
}
