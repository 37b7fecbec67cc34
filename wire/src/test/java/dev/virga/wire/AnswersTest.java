package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final AwsException DENIED = new AwsException("AccessDenied", 403, "no <access> & no \"way\"");

    private static String body(HttpResponse response) throws IOException {
        return new String(response.body.bytes(1 << 20), StandardCharsets.UTF_8);
    }

    @Test
    void s3ErrorsHaveNoWrapper() throws IOException {
        HttpResponse response = Answers.encodeError(Protocol.REST_XML, TestModels.load("s3"), DENIED, "id-1");
        assertThat(response.status).isEqualTo(403);
        assertThat(response.headers.get("x-amz-request-id")).isEqualTo("id-1");
        assertThat(response.headers.get("x-amz-id-2")).isNotEmpty();
        assertThat(response.headers.get("Content-Type")).isEqualTo("application/xml");
        assertThat(body(response))
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code>"
                        + "<Message>no &lt;access&gt; &amp; no \"way\"</Message><RequestId>id-1</RequestId><HostId>");
    }

    @Test
    void whatTheModelSaysOfRetriesIsKept() {
        Shape conflict = error(TestModels.load("dynamodb"), "UpdateItem", "ReplicatedWriteConflictException");
        assertThat(conflict.retryable()).isTrue();
        assertThat(conflict.throttling()).isFalse();
        assertThat(conflict.clientError()).isTrue();
        assertThat(error(TestModels.load("lambda"), "Invoke", "TooManyRequestsException")
                        .retryable())
                .isFalse();
    }

    private static Shape error(Model model, String operation, String name) {
        return model.op(operation).errors().stream()
                .filter(shape -> shape.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void headHasNoBody() {
        HttpResponse response = Answers.encodeError(Protocol.REST_XML, TestModels.load("s3"), DENIED, "id-1", false);
        assertThat(response.status).isEqualTo(403);
        assertThat(response.body.length()).isZero();
    }

    @Test
    void queryErrorsSayWhoIsToBlame() throws IOException {
        HttpResponse response = Answers.encodeError(Protocol.AWS_QUERY, TestModels.load("iam"), DENIED, "id-1");
        assertThat(response.headers.get("x-amzn-RequestId")).isEqualTo("id-1");
        assertThat(body(response))
                .contains("<Error><Type>Sender</Type><Code>AccessDenied</Code>")
                .contains("<RequestId>id-1</RequestId></ErrorResponse>");
    }

    @Test
    void jsonErrorsNameTheirTypeInTheFormOfTheProtocol() throws IOException {
        HttpResponse json = Answers.encodeError(Protocol.AWS_JSON_1_0, TestModels.load("sqs"), DENIED, "id-1");
        assertThat(json.headers.get("x-amzn-query-error")).isEqualTo("AccessDenied;Sender");
        assertThat(body(json)).isEqualTo("{\"__type\":\"AccessDenied\",\"message\":\"no <access> & no \\\"way\\\"\"}");
        HttpResponse rest = Answers.encodeError(Protocol.REST_JSON_1, TestModels.load("lambda"), DENIED, "id-1");
        assertThat(rest.headers.get("X-Amzn-Errortype")).isEqualTo("AccessDenied");
        assertThat(body(rest)).isEqualTo("{\"message\":\"no <access> & no \\\"way\\\"\"}");
    }

    @Test
    void aHeaderNeverHoldsALineEnd() {
        Model s3 = TestModels.load("s3");
        Op<?, ?> op = s3.op("HeadObject");
        Object[] members = new Object[op.output().members().size()];
        members[op.output().member("ContentType").index()] = "text/plain\r\nSet-Cookie: a=b";
        HttpResponse response = Answers.encode(
                Protocol.REST_XML, op, new Types.DynamicStruct(op.output().id(), members), "id-1");
        assertThat(response.headers.get("Content-Type")).isEqualTo("text/plain  Set-Cookie: a=b");
    }
}
