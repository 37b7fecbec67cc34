package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is sent, the answer is an [AwsException] or an input: never another exception, and
/// never much time.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileInputTest {
    private static final int LIMIT = 1 << 22;
    private static final Model DYNAMODB = TestModels.load("dynamodb");
    private static final Model IAM = TestModels.load("iam");
    private static final Model LAMBDA = TestModels.load("lambda");
    private static final Model S3 = TestModels.load("s3");

    /// A request that is good as it stands.
    record Sample(Model model, String method, String path, String query, Headers headers, String body) {
        HttpRequest with(byte[] bytes) {
            return new HttpRequest(method, path, query, headers, Body.of(bytes), "127.0.0.1", false);
        }

        @Override
        public String toString() {
            return method + " " + path + " " + model;
        }
    }

    private static Sample json(String operation, String body) {
        Headers headers = new Headers()
                .add("Content-Type", "application/x-amz-json-1.0")
                .add("X-Amz-Target", "DynamoDB_20120810." + operation);
        return new Sample(DYNAMODB, "POST", "/", null, headers, body);
    }

    static List<Sample> samples() {
        String item = "{\"TableName\":\"t\",\"Item\":{\"a\":{\"S\":\"x\\u00e9\\n\"},\"b\":{\"N\":\"-1.5e3\"},"
                + "\"c\":{\"L\":[{\"BOOL\":true},{\"NULL\":true},{\"B\":\"aGk=\"}]},\"d\":{\"M\":{}}},\"Unknown\":[1,{}]}";
        String form = "Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument=%7B%22a%22%3A1%7D"
                + "&Tags.member.1.Key=k&Tags.member.1.Value=v%20+&MaxSessionDuration=3600";
        String function = "{\"FunctionName\":\"f\",\"Role\":\"arn:aws:iam::000000000000:role/r\",\"Timeout\":3,"
                + "\"Code\":{\"ZipFile\":\"aGk=\"},\"Environment\":{\"Variables\":{\"AB\":\"c\"}}}";
        String delete = "<?xml version=\"1.0\"?><Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Object>"
                + "<Key>a&lt;b&#x41;</Key></Object><!-- c --><Object><Key><![CDATA[x]]></Key></Object>"
                + "<Quiet>true</Quiet></Delete>";
        Headers none = new Headers();
        return List.of(
                json("PutItem", item),
                new Sample(
                        IAM,
                        "POST",
                        "/",
                        null,
                        new Headers().add("Content-Type", "application/x-www-form-urlencoded"),
                        form),
                new Sample(LAMBDA, "POST", "/2015-03-31/functions", null, none, function),
                new Sample(S3, "POST", "/bucket", "delete", none, delete));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aGoodSampleIsUnderstood(Sample sample) {
        Decoded decoded = Wire.decode(sample.model, sample.with(bytes(sample.body)), LIMIT);
        assertThat(Validator.check(decoded.op().input(), decoded.input())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyTruncationIsAnsweredDecently(Sample sample) {
        byte[] all = bytes(sample.body);
        for (int length = 0; length < all.length; length++) {
            decodes(sample, Arrays.copyOf(all, length));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyDamageIsAnsweredDecently(Sample sample) {
        byte[] all = bytes(sample.body);
        long seed = 20261121;
        Random random = new Random(seed);
        byte[] nasty = bytes("{}[]\"\\:,<>&;%=.+-eE0123456789nulltruefalse\0\u001f\u0080/");
        for (int i = 0; i < 4_000; i++) {
            byte[] damaged = all.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                int at = random.nextInt(damaged.length);
                damaged[at] = random.nextBoolean() ? nasty[random.nextInt(nasty.length)] : (byte) random.nextInt(256);
            }
            decodes(sample, damaged);
        }
    }

    private static void decodes(Sample sample, byte[] body) {
        HttpRequest request = sample.with(body);
        try {
            Decoded decoded = Wire.decode(sample.model, request, LIMIT);
            Validator.check(decoded.op().input(), decoded.input());
        } catch (AwsException expected) {
            assertThat(expected.status()).isBetween(400, 599);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("failed on " + new String(body, StandardCharsets.ISO_8859_1), e);
        }
    }

    @Test
    void pathsAndQueriesAreRoutedOrRefused() {
        Random random = new Random(7);
        String[] parts = {"/", "//", "..", "%", "%2", "%zz", "%2F", "a", "{", "}", "?", "&", "=", "uploads", "acl", "é"
        };
        for (int i = 0; i < 4_000; i++) {
            StringBuilder path = new StringBuilder("/");
            StringBuilder query = new StringBuilder();
            for (int k = random.nextInt(6); k > 0; k--) {
                path.append(parts[random.nextInt(parts.length)]);
                query.append(parts[random.nextInt(parts.length)]);
            }
            String method =
                    List.of("GET", "PUT", "POST", "DELETE", "HEAD", "BREW").get(random.nextInt(6));
            decodes(new Sample(S3, method, path.toString(), query.toString(), new Headers(), ""), new byte[0]);
        }
    }

    @Test
    void aPatternThatBacktracksForeverDoesNotMatch() {
        assertThat(Patterns.find(java.util.regex.Pattern.compile("\\A(?:(a+)+b)\\z"), "a".repeat(5000)))
                .isFalse();
        assertThat(Patterns.find(java.util.regex.Pattern.compile("\\A(?:(a|b|ab)*c)\\z"), "ab".repeat(50_000)))
                .isFalse();
    }

    @Test
    void aTooLongBodyIsRefused() {
        assertThatThrownBy(() -> Wire.decode(DYNAMODB, json("PutItem", "").with(new byte[LIMIT + 1]), LIMIT))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining("larger than");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
