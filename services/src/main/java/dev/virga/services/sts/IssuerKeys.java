package dev.virga.services.sts;

import dev.virga.kernel.Time;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The keys with which identity providers sign, found by OpenID Connect discovery and remembered
/// for [#MAX_AGE]. A token with a key id that is not known yet makes the keys be fetched again, at
/// most once in [#REFETCH]; a failure is remembered for [#RETRY], so that hostile tokens cannot
/// make this cloud hammer anyone. Who asks while somebody else fetches gets that answer.
///
/// Any thread may call it; nothing is durable.
final class IssuerKeys {
    static final Duration MAX_AGE = Duration.ofHours(1);
    static final Duration REFETCH = Duration.ofMinutes(1);
    static final Duration RETRY = Duration.ofSeconds(10);
    private static final int MAX_ISSUERS = 1000;
    private static final int MAX_FETCHES = 16;
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    /// The provider could not be asked; the message says why.
    static final class Unavailable extends Exception {
        Unavailable(String message) {
            super(message);
        }
    }

    /// @param thumbprints of the account's own registration: they decide whom to trust
    record Issuer(String url, List<String> thumbprints) {}

    /// @param keys null when they could not be had, because of `failure`
    private record Entry(@Nullable VerificationKeys keys, String failure, Instant at) {}

    private final HttpsFetch http;
    private final Time time;
    private final Map<Issuer, Entry> known = new ConcurrentHashMap<>();
    private final Map<Issuer, CompletableFuture<Entry>> running = new ConcurrentHashMap<>();
    private final Semaphore fetches = new Semaphore(MAX_FETCHES);
    private final LongAdder fetched = new LongAdder();
    private final LongAdder failed = new LongAdder();

    IssuerKeys(HttpsFetch http, Time time) {
        this.http = http;
        this.time = time;
    }

    /// How often providers were asked.
    long fetched() {
        return fetched.sum();
    }

    /// How often that failed.
    long failed() {
        return failed.sum();
    }

    /// @param keyId that the token names, or null
    VerificationKeys of(Issuer issuer, @Nullable String keyId) throws Unavailable {
        Entry entry = known.get(issuer);
        if (entry == null || isOld(entry, keyId)) {
            entry = fetchOnce(issuer, keyId);
        }
        VerificationKeys keys = entry.keys();
        if (keys == null) {
            throw new Unavailable(entry.failure());
        }
        return keys;
    }

    private boolean isOld(Entry entry, @Nullable String keyId) {
        VerificationKeys keys = entry.keys();
        Duration good = keys == null ? RETRY : keyId == null || keys.has(keyId) ? MAX_AGE : REFETCH;
        return Duration.between(entry.at(), time.instant()).abs().compareTo(good) >= 0;
    }

    private Entry fetchOnce(Issuer issuer, @Nullable String keyId) throws Unavailable {
        CompletableFuture<Entry> mine = new CompletableFuture<>();
        CompletableFuture<Entry> other = running.putIfAbsent(issuer, mine);
        if (other != null) {
            try {
                return other.join();
            } catch (CompletionException | CancellationException e) {
                throw new Unavailable("the identity provider could not be asked");
            }
        }
        try {
            // Somebody may have been done just before.
            Entry fresh = known.get(issuer);
            Entry entry = fresh == null || isOld(fresh, keyId) ? fetch(issuer) : fresh;
            if (known.size() >= MAX_ISSUERS) {
                known.clear();
            }
            known.put(issuer, entry);
            mine.complete(entry);
            return entry;
        } finally {
            running.remove(issuer, mine);
            // Nobody waits for ever, whatever happened above.
            mine.cancel(false);
        }
    }

    private Entry fetch(Issuer issuer) throws Unavailable {
        if (!fetches.tryAcquire()) {
            throw new Unavailable("more than " + MAX_FETCHES + " identity providers are being asked already");
        }
        fetched.increment();
        try {
            return new Entry(discover(issuer), "", time.instant());
        } catch (IOException e) {
            failed.increment();
            String message = e.getMessage() == null ? "it could not be asked" : e.getMessage();
            return new Entry(null, message, time.instant());
        } finally {
            fetches.release();
        }
    }

    private VerificationKeys discover(Issuer issuer) throws IOException {
        String base = issuer.url().endsWith("/")
                ? issuer.url().substring(0, issuer.url().length() - 1)
                : issuer.url();
        Map<?, ?> configuration = json(get(base + DISCOVERY, issuer));
        if (!issuer.url().equals(configuration.get("issuer"))) {
            throw new IOException("the discovery document names another issuer");
        }
        if (!(configuration.get("jwks_uri") instanceof String keys)) {
            throw new IOException("the discovery document names no jwks_uri");
        }
        return VerificationKeys.parse(json(get(keys, issuer)));
    }

    private byte[] get(String url, Issuer issuer) throws IOException {
        try {
            return http.get(new URI(url), issuer.thumbprints());
        } catch (URISyntaxException e) {
            throw new IOException("an address of the identity provider cannot be read", e);
        }
    }

    private static Map<?, ?> json(byte[] body) throws IOException {
        try {
            if (Json.parse(new String(body, StandardCharsets.UTF_8)) instanceof Map<?, ?> map) {
                return map;
            }
        } catch (AwsException e) {
            throw new IOException("the identity provider's answer is no JSON", e);
        }
        throw new IOException("the identity provider's answer is no JSON object");
    }
}
