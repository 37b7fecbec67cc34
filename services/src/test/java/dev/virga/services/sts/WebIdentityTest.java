package dev.virga.services.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.virga.api.iam.CreateOpenIDConnectProviderRequest;
import dev.virga.api.iam.CreateRoleRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.sts.AssumeRoleWithWebIdentityRequest;
import dev.virga.api.sts.AssumeRoleWithWebIdentityResponse;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Caller;
import dev.virga.services.iam.TestCloud;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Roles for people whom an identity provider vouches for.
class WebIdentityTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/deployer";

    @TempDir
    Path folder;

    private TestCloud cloud;
    private TestIssuer issuer;

    @BeforeEach
    void open() throws IOException {
        cloud = new TestCloud(folder);
        issuer = new TestIssuer();
        cloud.call(
                IamOps.CreateOpenIDConnectProvider,
                CreateOpenIDConnectProviderRequest.builder()
                        .url(issuer.url())
                        .clientIDList(List.of("sts.amazonaws.com"))
                        .build());
        String trust =
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"%s"},
                "Action":["sts:AssumeRoleWithWebIdentity","sts:TagSession"],
                "Condition":{"StringEquals":{"%s:aud":"sts.amazonaws.com"},"StringLike":{"%s:sub":"repo:me/*"}}}]}""".formatted("arn:aws:iam::111122223333:oidc-provider/" + issuer.name(), issuer.name(), issuer.name());
        cloud.call(
                IamOps.CreateRole,
                CreateRoleRequest.builder()
                        .roleName("deployer")
                        .assumeRolePolicyDocument(trust)
                        .build());
    }

    @AfterEach
    void close() {
        issuer.close();
        cloud.close();
    }

    private Map<String, Object> claims() {
        long now = cloud.time.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer.url());
        claims.put("aud", "sts.amazonaws.com");
        claims.put("sub", "repo:me/app");
        claims.put("iat", now);
        claims.put("exp", now + 600);
        return claims;
    }

    private AssumeRoleWithWebIdentityResponse assume(String token) {
        return cloud.as(
                new Caller.Anonymous(),
                StsOps.AssumeRoleWithWebIdentity,
                AssumeRoleWithWebIdentityRequest.builder()
                        .roleArn(ROLE)
                        .roleSessionName("build-1")
                        .webIdentityToken(token)
                        .build());
    }

    private String refusal(String token) {
        try {
            assume(token);
            return "accepted";
        } catch (AwsException e) {
            return e.code();
        }
    }

    @Test
    void aTokenOfARegisteredProviderOpensASession() {
        AssumeRoleWithWebIdentityResponse response = assume(issuer.sign(claims()));
        assertThat(response.subjectFromWebIdentityToken()).isEqualTo("repo:me/app");
        assertThat(response.audience()).isEqualTo("sts.amazonaws.com");
        assertThat(response.assumedRoleUser().arn())
                .isEqualTo("arn:aws:sts::111122223333:assumed-role/deployer/build-1");
        Caller caller = cloud.iam
                .credentials()
                .find(
                        response.credentials().accessKeyId(),
                        response.credentials().sessionToken(),
                        cloud.time.instant())
                .caller();
        assertThat(caller.token().provider()).endsWith(issuer.name());
        assertThat(caller.token().keys()).containsEntry(issuer.name() + ":sub", List.of("repo:me/app"));
        assertThat(cloud.sts.tokenCounts().accepted()).isEqualTo(1);
    }

    @Test
    void tagsAndSourceIdentityOfTheTokenNeedTheRolesConsent() {
        Map<String, Object> claims = claims();
        claims.put(
                "https://aws.amazon.com/tags",
                Map.of("principal_tags", Map.of("team", List.of("red")), "transitive_tag_keys", List.of("team")));
        AssumeRoleWithWebIdentityResponse response = assume(issuer.sign(claims));
        Caller caller = cloud.iam
                .credentials()
                .find(
                        response.credentials().accessKeyId(),
                        response.credentials().sessionToken(),
                        cloud.time.instant())
                .caller();
        assertThat(caller.sessionTags()).containsEntry("team", "red");
        assertThat(caller.token().transitiveTags()).containsExactly("team");
        claims.put("https://aws.amazon.com/source_identity", "alice");
        assertThatThrownBy(() -> assume(issuer.sign(claims)))
                .hasMessage("Not authorized to perform sts:SetSourceIdentity");
    }

    @ParameterizedTest
    @CsvSource({
        "aud, someone-else, InvalidIdentityToken, audience",
        "azp, someone-else, InvalidIdentityToken, audience",
        "iss, http://127.0.0.1:1, InvalidIdentityToken, no provider",
        "sub, repo:other/app, AccessDenied, not trusted",
        "sub, , InvalidIdentityToken, missing claim",
        "aud, , InvalidIdentityToken, missing claim",
        "exp, , InvalidIdentityToken, missing claim",
        "iat, , InvalidIdentityToken, missing claim",
        "iss, , InvalidIdentityToken, missing claim",
        "exp, -1, ExpiredTokenException, expired",
        "nbf, 120, InvalidIdentityToken, not yet valid",
        "iat, 120, InvalidIdentityToken, not yet valid",
        "https://aws.amazon.com/source_identity, a b, IDPRejectedClaim, unusable claim",
        "https://aws.amazon.com/tags/principal_tags/a*b, x, IDPRejectedClaim, unusable claim",
    })
    void aWrongClaimIsRefusedAndCounted(String claim, String value, String code, String reason) {
        Map<String, Object> claims = claims();
        if (value == null) {
            claims.remove(claim);
        } else if (value.matches("-?[0-9]+")) {
            claims.put(claim, cloud.time.instant().getEpochSecond() + Long.parseLong(value));
        } else {
            claims.put(claim, value);
        }
        assertThat(refusal(issuer.sign(claims))).isEqualTo(code);
        assertThat(cloud.sts.tokenCounts().refused()).containsEntry(reason, 1L);
    }

    @Test
    void aFalseSignatureIsRefused() throws JOSEException {
        String good = issuer.sign(claims());
        String[] parts = good.split("\\.");
        String payload = parts[1];
        String none = base64("{\"alg\":\"none\"}");
        assertThat(refusal(none + "." + payload + ".")).isEqualTo("InvalidIdentityToken");
        assertThat(refusal(none + "." + payload + "." + parts[2])).isEqualTo("InvalidIdentityToken");
        assertThat(cloud.sts.tokenCounts().refused()).containsEntry("algorithm", 2L);

        JWSObject hmac = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(issuer.key().getKeyID())
                        .build(),
                new Payload(new String(Json.writeBytes(claims()), StandardCharsets.UTF_8)));
        hmac.sign(new MACSigner(issuer.key().toRSAPublicKey().getEncoded()));
        assertThat(refusal(hmac.serialize())).isEqualTo("InvalidIdentityToken");
        assertThat(cloud.sts.tokenCounts().refused()).containsEntry("algorithm", 3L);

        assertThat(refusal(TestIssuer.sign(claims(), TestIssuer.newKey("first"))))
                .isEqualTo("InvalidIdentityToken");
        Map<String, Object> changed = claims();
        changed.put("sub", "repo:me/other");
        String tampered = parts[0] + "." + base64(Json.write(changed)) + "." + parts[2];
        assertThat(refusal(tampered)).isEqualTo("InvalidIdentityToken");
        assertThat(cloud.sts.tokenCounts().refused()).containsEntry("signature", 2L);

        assertThat(refusal(TestIssuer.sign(claims(), TestIssuer.newKey("unknown"))))
                .isEqualTo("InvalidIdentityToken");
        assertThat(cloud.sts.tokenCounts().refused()).containsEntry("unknown key", 1L);
        assertThat(refusal("not.a.token")).isEqualTo("InvalidIdentityToken");
        assertThat(refusal(parts[0] + "." + payload)).isEqualTo("InvalidIdentityToken");
        assertThat(refusal("x".repeat(20_001))).isEqualTo("ValidationError");
        assertThat(cloud.sts.tokenCounts().accepted()).isZero();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keysAreRememberedAndAskedForAgainWhenOneIsNew() {
        assume(issuer.sign(claims()));
        assume(issuer.sign(claims()));
        assertThat(issuer.asked).hasValue(1);
        issuer.rotate("second");
        cloud.time.advance(Duration.ofSeconds(61));
        assume(issuer.sign(claims()));
        assertThat(issuer.asked).hasValue(2);
        // Whoever makes up key ids makes nobody ask again at once.
        for (int i = 0; i < 3; i++) {
            refusal(TestIssuer.sign(claims(), TestIssuer.newKey("made-up-" + i)));
        }
        assertThat(issuer.asked).hasValue(2);
    }

    @Test
    void aProviderThatDoesNotAnswerIsNotAskedAgainAtOnce() {
        issuer.status = 500;
        assertThat(refusal(issuer.sign(claims()))).isEqualTo("IDPCommunicationError");
        issuer.status = 200;
        assertThat(refusal(issuer.sign(claims()))).isEqualTo("IDPCommunicationError");
        cloud.time.advance(Duration.ofSeconds(11));
        assume(issuer.sign(claims()));
        assertThat(cloud.sts.tokenCounts().failedFetches()).isEqualTo(1);
    }

    @Test
    void manyAtOnceAskOnce() throws InterruptedException {
        String token = issuer.sign(claims());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            threads.add(Thread.ofVirtual().start(() -> assume(token)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(issuer.asked.get()).isEqualTo(1);
        assertThat(cloud.sts.tokenCounts().accepted()).isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::ffff:10.0.0.1",
                "fe80::1",
                "fd00:ec2::254",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001::1",
                "::"
            })
    void addressesInsideAreNotAsked(String address) throws IOException {
        assertThat(PublicAddress.is(InetAddress.getByName(address))).isFalse();
        String host = address.contains(":") ? "[" + address + "]" : address;
        assertThatThrownBy(() -> new HttpsFetch(false).get(java.net.URI.create("https://" + host + "/"), List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not an address on the internet");
    }

    @Test
    void addressesOutsideAreAsked() throws IOException {
        for (String address : List.of("1.1.1.1", "52.94.236.248", "2606:4700::1111")) {
            assertThat(PublicAddress.is(InetAddress.getByName(address))).isTrue();
        }
        assertThatThrownBy(() -> new HttpsFetch(false).get(java.net.URI.create(issuer.url() + "/"), List.of()))
                .hasMessageContaining("is not an address on the internet");
    }
}
