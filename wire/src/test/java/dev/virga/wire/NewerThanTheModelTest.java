package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What clients send that the model does not have is skipped, accepted or refused, but always seen.
class NewerThanTheModelTest {
    private static final Model IAM = TestModels.load("iam");
    private static final Model S3 = TestModels.load("s3");
    private static final Model LAMBDA = TestModels.load("lambda");
    private static final Model DYNAMODB = TestModels.load("dynamodb");
    private static final Model CONSTRAINTS = TestModels.own("constraints");

    private static Decoded decode(Model model, String method, String target, Headers headers, String body) {
        int mark = target.indexOf('?');
        HttpRequest request = new HttpRequest(
                method,
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? null : target.substring(mark + 1),
                headers,
                Body.of(body.getBytes(StandardCharsets.UTF_8)),
                "127.0.0.1",
                false);
        return Wire.decode(model, request, 1 << 20);
    }

    @ParameterizedTest
    @CsvSource({
        "RoleName=r&Tags.member.1.Key=k&Tags.member.1.Value=v, ''",
        "RoleName=r&Tags=, ''",
        "RoleName=r&Rolename=x, CreateRoleRequest.Rolename",
        "Tags.member.1.Keyy=k&Tags.member.2.Keyy=k, CreateRoleRequest.Tags.member.N.Keyy",
        "Tags.member.1.Key=k&Tags.member.3.Key=k, CreateRoleRequest.Tags.member.N.Key",
        "RoleName.a=r, CreateRoleRequest.RoleName.a",
        "AWSAccessKeyId=a&Signature=b&Timestamp=c&X-Amz-Signature=d&SecurityToken=e, ''",
    })
    void parametersOfAFormThatBindNothingAreNamed(String form, String unknown) {
        Headers headers = new Headers().add("Content-Type", "application/x-www-form-urlencoded");
        Decoded decoded = decode(IAM, "POST", "/", headers, "Action=CreateRole&Version=2010-05-08&" + form);
        assertThat(decoded.unknownNames().stream().distinct().toList())
                .isEqualTo(unknown.isEmpty() ? List.of() : List.of(unknown));
        assertThat(decoded.unknownMembers()).isEqualTo(decoded.unknownNames().size());
    }

    @ParameterizedTest
    @CsvSource({
        "/b?list-type=2&prefix=a&x-id=ListObjectsV2, '', ''",
        "/b?list-type=2&Prefix=a, '', ListObjectsV2Request.Prefix",
        "/b/k?X-Amz-Signature=a&X-Amz-Expires=1&AWSAccessKeyId=b&Signature=c&Expires=1, '', ''",
        "/b/k?versionID=1, x-amz-date, GetObjectRequest.versionID",
        "/b/k, X-Amz-Checksum-Mode, ''",
        "/b/k, X-Amz-Chekcsum-Mode, GetObjectRequest.x-amz-chekcsum-mode",
        "/b/k, x-amz-user-agent, ''",
        "/b/k, x-amzn-trace-id, ''",
    })
    void partsOfARestRequestThatBindNothingAreNamed(String target, String header, String unknown) {
        Headers headers = new Headers();
        if (!header.isEmpty()) {
            headers.add(header, "ENABLED");
        }
        Decoded decoded = decode(S3, "GET", target, headers, "");
        assertThat(decoded.unknownNames()).isEqualTo(unknown.isEmpty() ? List.of() : List.of(unknown));
    }

    @Test
    void headersThatAMemberCollectsAreBound() {
        Headers headers = new Headers().add("x-amz-meta-a", "1").add("x-amz-metaa", "2");
        assertThat(decode(S3, "PUT", "/b/k", headers, "").unknownNames())
                .containsExactly("PutObjectRequest.x-amz-metaa");
    }

    private static List<String> newValues(Model model, String operation, String json) {
        Headers headers =
                new Headers().add("X-Amz-Target", "x." + operation).add("Content-Type", "application/x-amz-json-1.1");
        Decoded decoded = model.speaks(Protocol.REST_JSON_1)
                ? decode(model, "POST", "/2015-03-31/functions", new Headers(), json)
                : decode(model, "POST", "/", headers, json);
        List<String> told = new ArrayList<>();
        NewValues values = (op, member, value, refused) ->
                told.add(op.name() + " " + member + "=" + value + (refused ? " refused" : " accepted"));
        try {
            Validator.require(decoded.op(), decoded.input(), values);
        } catch (AwsException e) {
            told.add(e.code());
        }
        return told;
    }

    @Test
    void aValueThatAnOpenEnumDoesNotHaveIsAcceptedAndTold() {
        String function =
                "{\"FunctionName\":\"f\",\"Role\":\"arn:aws:iam::000000000000:role/r\",\"Code\":{},\"Runtime\":";
        assertThat(newValues(LAMBDA, "CreateFunction", function + "\"python3.13\"}"))
                .isEmpty();
        assertThat(newValues(LAMBDA, "CreateFunction", function + "\"python3.99\"}"))
                .containsExactly("CreateFunction CreateFunctionRequest.Runtime=python3.99 accepted");
        assertThat(newValues(LAMBDA, "CreateFunction", function + "\"" + "x".repeat(257) + "\"}"))
                .containsExactly(
                        "CreateFunction CreateFunctionRequest.Runtime=<long text> refused", "ValidationException");
    }

    @Test
    void aValueThatAnEnumDoesNotHaveIsRefusedAndTold() {
        assertThat(newValues(DYNAMODB, "PutItem", "{\"TableName\":\"abc\",\"Item\":{},\"ReturnValues\":\"SOME\"}"))
                .containsExactly("PutItem PutItemInput.ReturnValues=SOME refused", "ValidationException");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Level\":5|",
                "\"Level\":7|CheckInput.Level=7 refused",
                "\"Levels\":[1,2,5]|Levels.member=2 refused",
                "\"Color\":\"\"|CheckInput.Color=<empty> refused",
                "\"Color\":\"my secret words\"|CheckInput.Color=<text> refused",
                "\"SecretColor\":\"GREEN\"|CheckInput.SecretColor=<secret> refused",
                "\"OpenColors\":[\"RED\",\"GREEN\"]|OpenColors.member=GREEN accepted",
                "\"Colors\":[\"RED\",\"GREEN\"]|Colors.member=GREEN refused",
            })
    void everyKindOfEnumIsLookedAt(String member, String told) {
        List<String> values = newValues(CONSTRAINTS, "Check", "{\"Needed\":\"a\"," + member + "}");
        assertThat(values.isEmpty() ? null : values.getFirst()).isEqualTo(told == null ? null : "Check " + told);
        assertThat(values.contains("ValidationException")).isEqualTo(told != null && told.endsWith("refused"));
    }

    @Test
    void aRequestTellsOfAFewValuesOnly() {
        String many = "\"X\",".repeat(1000) + "\"X\"";
        assertThat(newValues(CONSTRAINTS, "Check", "{\"Needed\":\"a\",\"OpenColors\":[" + many + "]}"))
                .hasSize(NewValues.MAX_VALUES);
        assertThatThrownBy(() -> decode(CONSTRAINTS, "POST", "/", new Headers(), "{}"))
                .isInstanceOf(AwsException.class);
    }
}
