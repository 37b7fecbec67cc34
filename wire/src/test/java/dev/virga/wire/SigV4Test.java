package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.wire.AuthErrors.Dialect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigV4Test {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final Signer DYNAMODB = new Signer("AKIDEXAMPLE", "secret", null, "us-east-1", "dynamodb");
    private static final Signer S3 = new Signer("AKIDEXAMPLE", "secret", "token", "us-east-1", "s3");
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final SigV4 sigV4 = new SigV4();

    private static HttpRequest request(String method, String path, String query) {
        return new HttpRequest(
                method, path, query, new Headers().add("Host", "localhost:4566"), Body.EMPTY, "127.0.0.1", false);
    }

    private HttpRequest verify(HttpRequest request, Dialect dialect, Instant now) {
        SigV4.Parsed parsed = SigV4.parse(request, dialect);
        assertThat(parsed).isNotNull();
        assertThat(parsed.accessKeyId()).isEqualTo("AKIDEXAMPLE");
        return sigV4.verify(parsed, request, "secret", now, 1024);
    }

    private void refused(HttpRequest request, Dialect dialect, Instant now, String code, String message) {
        assertThatThrownBy(() -> verify(request, dialect, now))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining(message)
                .extracting(e -> ((AwsException) e).code())
                .isEqualTo(code);
    }

    @Test
    void aSignedRequestIsAcceptedWithItsBody() throws IOException {
        HttpRequest signed = DYNAMODB.sign(request("POST", "/", null), BODY, NOW);
        assertThat(verify(signed, Dialect.AWS_JSON, NOW).body().bytes(10)).isEqualTo(BODY);
    }

    @Test
    void anHttp2ClientMaySignTheAuthority() throws IOException {
        HttpRequest plain = request("POST", "/", null);
        Headers authority = new Headers().add(":authority", "localhost:4566");
        // Jetty hands `:authority` over as `Host`.
        HttpRequest named = plain.withHeaders(authority.add("Host", "localhost:4566"));
        HttpRequest signed = DYNAMODB.sign(named, BODY, NOW);
        assertThat(signed.headers().get("Authorization")).contains("SignedHeaders=:authority;host;");
        Headers arrived = new Headers();
        signed.headers().forEach((name, value) -> {
            if (!name.equals(":authority")) {
                arrived.add(name, value);
            }
        });
        assertThat(verify(signed.withHeaders(arrived), Dialect.AWS_JSON, NOW)
                        .body()
                        .bytes(10))
                .isEqualTo(BODY);
        arrived.set("Host", "elsewhere");
        HttpRequest forged = signed.withHeaders(arrived);
        refused(forged, Dialect.AWS_JSON, NOW, "InvalidSignatureException", "does not match");
    }

    @Test
    void aRequestWithoutASignatureIsAnonymous() {
        assertThat(SigV4.parse(request("GET", "/a", "b=c"), Dialect.S3)).isNull();
        assertThat(SigV2.parse(request("GET", "/a", "b=c"))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "AWS_JSON, X-Amz-Target, InvalidSignatureException",
        "AWS_JSON, x-amz-target, InvalidSignatureException",
        "REST_JSON, X-AMZ-Client-Context, InvalidSignatureException",
        "QUERY, x-amz-date-of-nobody, SignatureDoesNotMatch",
    })
    void aHeaderThatGivesAnOrderMustBeSigned(Dialect dialect, String name, String code) {
        HttpRequest signed = DYNAMODB.sign(request("POST", "/", null), BODY, NOW);
        signed.headers().add(name, "DynamoDB_20120810.DeleteTable");
        refused(signed, dialect, NOW, code, "must be a 'SignedHeader' in the AWS Authorization.");
        HttpRequest whole = request("POST", "/", null);
        whole.headers().add(name, "DynamoDB_20120810.DeleteTable");
        verify(DYNAMODB.sign(whole, BODY, NOW), dialect, NOW);
    }

    @Test
    void aPresignedCallIsNotChangedByAHeaderEither() {
        String query = DYNAMODB.presign("GET", "/", "Action=A", "localhost:4566", Duration.ofMinutes(5), NOW);
        HttpRequest request = request("GET", "/", query);
        verify(request, Dialect.QUERY, NOW);
        request.headers().add("X-Amz-Target", "DynamoDB_20120810.DeleteTable");
        refused(request, Dialect.QUERY, NOW, "SignatureDoesNotMatch", "'x-amz-target' must be a 'SignedHeader'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Amzn-Trace-Id",
                "X-Amz-Cf-Id",
                "x-amz-user-agent",
                "X-Amz-Security-Token",
                "amz-sdk-request",
                "amz-sdk-invocation-id",
                "User-Agent",
                "X-Forwarded-For",
                "Via"
            })
    void whatSdksAndProxiesAddOnTheWayNeedNotBeSigned(String name) {
        HttpRequest signed = DYNAMODB.sign(request("POST", "/", null), BODY, NOW);
        signed.headers().add(name, "x");
        verify(signed, Dialect.AWS_JSON, NOW);
    }

    @Test
    void anotherBodyIsRefused() {
        HttpRequest signed = DYNAMODB.sign(request("POST", "/", null), BODY, NOW);
        HttpRequest forged = signed.withBody(Body.of("{ }".getBytes(StandardCharsets.UTF_8)));
        refused(forged, Dialect.AWS_JSON, NOW, "InvalidSignatureException", "does not match");
        HttpRequest upload = S3.sign(request("PUT", "/b/k", null), BODY, NOW);
        HttpRequest other = upload.withBody(forged.body());
        refused(other, Dialect.S3, NOW, "XAmzContentSHA256Mismatch", "x-amz-content-sha256");
    }

    @Test
    void aStreamedBodyIsVerifiedWhileItIsRead() throws IOException {
        HttpRequest upload = S3.sign(request("PUT", "/b/k", null), BODY, NOW);
        HttpRequest streamed = upload.withBody(new Body(new ByteArrayInputStream(BODY), 2));
        assertThat(verify(streamed, Dialect.S3, NOW).body().bytes(10)).isEqualTo(BODY);
        HttpRequest forged = upload.withBody(new Body(new ByteArrayInputStream(new byte[2]), 2));
        HttpRequest open = verify(forged, Dialect.S3, NOW);
        assertThatThrownBy(() -> open.body().bytes(10)).isInstanceOf(AwsException.class);
    }

    @Test
    void aPresignedUrlIsGoodUntilItExpires() {
        String query = S3.presign("GET", "/b/a%20b", "versionId=1", "localhost:4566", Duration.ofMinutes(5), NOW);
        HttpRequest request = request("GET", "/b/a%20b", query);
        assertThatCode(() -> verify(request, Dialect.S3, NOW.plusSeconds(300))).doesNotThrowAnyException();
        refused(request, Dialect.S3, NOW.plusSeconds(301), "AccessDenied", "Request has expired");
        refused(request("PUT", "/b/a%20b", query), Dialect.S3, NOW, "SignatureDoesNotMatch", "does not match");
        refused(request("GET", "/b/a%20c", query), Dialect.S3, NOW, "SignatureDoesNotMatch", "does not match");
        String other = query.replace("versionId=1", "versionId=2");
        refused(request("GET", "/b/a%20b", other), Dialect.S3, NOW, "SignatureDoesNotMatch", "does not match");
    }

    @ParameterizedTest
    @CsvSource({"604800, ''", "604801, less than a week", "-1, non-negative", "x, should be a number"})
    void aPresignedUrlLivesAWeekAtMost(String expires, String problem) {
        String query = S3.presign("GET", "/b", null, "localhost:4566", Duration.ofDays(7), NOW)
                .replace("X-Amz-Expires=604800", "X-Amz-Expires=" + expires);
        if (problem.isEmpty()) {
            verify(request("GET", "/b", query), Dialect.S3, NOW);
        } else {
            refused(request("GET", "/b", query), Dialect.S3, NOW, "AuthorizationQueryParametersError", problem);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AWS_JSON, InvalidSignatureException, 400",
        "REST_JSON, InvalidSignatureException, 403",
        "QUERY, SignatureDoesNotMatch, 403",
    })
    void aLateRequestIsToldByHowMuch(Dialect dialect, String code, int status) {
        HttpRequest signed = DYNAMODB.sign(request("POST", "/", null), BODY, NOW);
        String message = "Signature expired: 20261121T090000Z is now earlier than 20261121T090001Z"
                + " (20261121T091501Z - 15 min.)";
        refused(signed, dialect, NOW.plusSeconds(901), code, message);
        String early = "Signature not yet current: 20261121T090000Z is still later than 20261121T085959Z"
                + " (20261121T084459Z + 15 min.)";
        refused(signed, dialect, NOW.minusSeconds(901), code, early);
        assertThatThrownBy(() -> verify(signed, dialect, NOW.plusSeconds(901)))
                .extracting(e -> ((AwsException) e).status())
                .isEqualTo(status);
    }

    @Test
    void s3CallsALateRequestSkewed() {
        HttpRequest signed = S3.sign(request("GET", "/", null), new byte[0], NOW);
        refused(signed, Dialect.S3, NOW.plusSeconds(901), "RequestTimeTooSkewed", "too large");
    }

    @Test
    void theTokenOfASessionIsHandedOutAndSigned() {
        HttpRequest signed = S3.sign(request("GET", "/", null), new byte[0], NOW);
        SigV4.Parsed parsed = SigV4.parse(signed, Dialect.S3);
        assertThat(parsed).isNotNull();
        assertThat(parsed.sessionToken()).isEqualTo("token");
        signed.headers().set("X-Amz-Security-Token", "other");
        refused(signed, Dialect.S3, NOW, "SignatureDoesNotMatch", "does not match");
    }

    @Test
    void anUnsignedHeaderThatGivesAnOrderIsRefused() {
        HttpRequest signed = S3.sign(request("PUT", "/b/k", null), BODY, NOW);
        signed.headers().add("x-amz-acl", "public-read");
        refused(signed, Dialect.S3, NOW, "AccessDenied", "not signed");
        assertThatThrownBy(() -> verify(signed, Dialect.S3, NOW))
                .isInstanceOfSatisfying(AwsException.class, e -> assertThat(e.details())
                        .containsEntry("HeadersNotSigned", "x-amz-acl"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Basic dXNlcg==|IncompleteSignatureException|Unsupported",
                "AWS4-HMAC-SHA256|IncompleteSignatureException|requires 'Credential' parameter. Authorization header"
                        + " requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.",
                "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0|IncompleteSignatureException|exactly 5",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/r/s/x, SignedHeaders=host, Signature=0"
                        + "|InvalidSignatureException|valid terminator",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261120/r/s/aws4_request, SignedHeaders=host, Signature=0"
                        + "|InvalidSignatureException|Date in Credential scope does not match YYYYMMDD",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/r/s/aws4_request, SignedHeaders=date, Signature=0"
                        + "|InvalidSignatureException|must be a 'SignedHeader'",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/r/s/aws4_request, SignedHeaders=host;x-amz-date,"
                        + " Signature=0|InvalidSignatureException|The Canonical String for this request should have been",
            })
    void aBrokenHeaderIsExplained(String header, String code, String message) {
        HttpRequest request = request("POST", "/", null);
        request.headers().add("X-Amz-Date", "20261121T090000Z").add("Authorization", header);
        refused(request, Dialect.AWS_JSON, NOW, code, message);
    }

    @ParameterizedTest
    @CsvSource({"20261121", "20261321T090000Z", "2026112xT090000Z", "20261121T090000+", "''"})
    void aBrokenDateIsExplained(String date) {
        HttpRequest request = DYNAMODB.sign(request("POST", "/", null), BODY, NOW);
        request.headers().set("X-Amz-Date", date);
        refused(request, Dialect.AWS_JSON, NOW, "IncompleteSignatureException", "basic format");
    }

    @Test
    void twoSignaturesAreRefused() {
        HttpRequest request = DYNAMODB.sign(request("POST", "/", null), BODY, NOW);
        request.headers().add("Authorization", request.headers().get("Authorization", ""));
        refused(request, Dialect.AWS_JSON, NOW, "IncompleteSignatureException", "Only one auth mechanism");
        String query = S3.presign("GET", "/b", null, "localhost:4566", Duration.ofMinutes(5), NOW);
        HttpRequest both = S3.sign(request("GET", "/b", query), new byte[0], NOW);
        refused(both, Dialect.S3, NOW, "InvalidArgument", "Only one auth mechanism");
    }

    @Test
    void keysAreForgottenBeforeTheyFillTheMemory() {
        SigningKeys keys = new SigningKeys();
        SigV4.Parsed parsed = SigV4.parse(S3.sign(request("GET", "/", null), new byte[0], NOW), Dialect.S3);
        assertThat(parsed).isNotNull();
        for (int i = 0; i < SigningKeys.MAX_KEYS + 10; i++) {
            keys.get(parsed, "secret" + i);
        }
        assertThat(keys.size()).isLessThanOrEqualTo(SigningKeys.MAX_KEYS);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void everyDialectHasItsOwnWords(Dialect dialect) {
        SigV4.Parsed parsed = SigV4.parse(DYNAMODB.sign(request("POST", "/", null), BODY, NOW), dialect);
        assertThat(parsed).isNotNull();
        for (AwsException e : new AwsException[] {
            AuthErrors.missingToken(dialect),
            AuthErrors.unknownAccessKey(dialect),
            AuthErrors.invalidToken(dialect),
            AuthErrors.expiredToken(dialect),
            AuthErrors.wrongService(parsed, "sqs"),
            AuthErrors.wrongRegion(parsed, "us-east-1"),
        }) {
            assertThat(e.status()).isIn(400, 403);
            assertThat(e.code().endsWith("Exception"))
                    .as(e.code())
                    .isEqualTo(dialect == Dialect.AWS_JSON || dialect == Dialect.REST_JSON);
        }
    }

    @Test
    void aPresignedUrlOfVersionTwoIsVerified() {
        // Made by boto3: a version and a content type of the response.
        String query = "versionId=v1&AWSAccessKeyId=AKIDEXAMPLE&Signature=SIG&Expires=1795251600";
        HttpRequest wrong = request("GET", "/bucket/key", query);
        SigV2.Parsed parsed = SigV2.parse(wrong);
        assertThat(parsed).isNotNull();
        assertThatThrownBy(() -> SigV2.verify(parsed, wrong, wrong.rawPath(), "secret", NOW))
                .hasMessageContaining("does not match");
        HttpRequest right = request("GET", "/bucket/key", query.replace("SIG", GOOD_V2));
        SigV2.Parsed good = SigV2.parse(right);
        assertThat(good).isNotNull();
        SigV2.verify(good, right, right.rawPath(), "secret", NOW);
        assertThatThrownBy(() -> SigV2.verify(good, right, right.rawPath(), "secret", NOW.plus(Duration.ofDays(90))))
                .hasMessage("Request has expired");
    }

    private static final String GOOD_V2 = "xr99HwJokH08NJq4x0gTUYnf8hw%3D";
}
