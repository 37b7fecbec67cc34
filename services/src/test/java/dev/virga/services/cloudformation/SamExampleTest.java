package dev.virga.services.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.services.cloudformation.sam.SamTransform;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamExampleTest {
    private static Map<String, Object> translate(String text) {
        return SamTransform.apply(TemplateReader.read(text).root(), Map.of(), "eu-central-1");
    }

    private static String ordersTemplate() throws IOException {
        Path file = Path.of(System.getProperty("virga.root", ".."), "examples", "orders", "template.yaml");
        // Deploying tools upload the folders first.
        return Files.readString(file).replaceAll("CodeUri: (\\w+)/", "CodeUri: s3://artifacts/$1.zip");
    }

    private static Map<?, ?> resource(Map<String, Object> template, String id) {
        return (Map<?, ?>) ((Map<?, ?>) template.get("Resources")).get(id);
    }

    @Test
    void theOrdersExampleBecomesPlainResources() throws IOException {
        Map<String, Object> template = translate(ordersTemplate());
        Map<?, ?> resources = (Map<?, ?>) template.get("Resources");
        assertThat(resources.values())
                .extracting(resource -> String.valueOf(((Map<?, ?>) resource).get("Type")))
                .containsOnly(
                        "AWS::ApiGatewayV2::Api",
                        "AWS::ApiGatewayV2::Stage",
                        "AWS::DynamoDB::Table",
                        "AWS::IAM::Role",
                        "AWS::Lambda::Function",
                        "AWS::Lambda::Permission",
                        "AWS::S3::Bucket")
                .hasSize(16);
        assertThat(template).doesNotContainKeys("Transform", "Globals").containsKey("Outputs");
        Map<?, ?> list = (Map<?, ?>) resource(template, "ListOrders").get("Properties");
        assertThat(list.get("MemorySize")).hasToString("512");
        assertThat(list.get("Timeout")).hasToString("10");
        assertThat(list.get("Role")).hasToString("{Fn::GetAtt=[ListOrdersRole, Arn]}");
        String api = Json.write(resource(template, "Api"));
        assertThat(api)
                .contains("\"/orders\"", "\"/orders/{id}\"", "\"/orders/{id}/receipt\"", "${GetReceipt.Arn}")
                .contains("\"allowMethods\":[\"GET\",\"POST\"]");
        assertThat(Json.write(resource(template, "CreateOrderRole")))
                .contains("dynamodb:PutItem", "s3:PutObject")
                .contains("{\"tableName\":{\"Ref\":\"Orders\"}}");
        assertThat(resource(template, "ApiApiGatewayDefaultStage")).isNotNull();
    }

    @Test
    void theTransformLeavesItsInputAlone() throws IOException {
        Map<String, Object> template = TemplateReader.read(ordersTemplate()).root();
        String before = Json.write(template);
        Map<String, Object> first = SamTransform.apply(template, Map.of(), null);
        assertThat(Json.write(template)).isEqualTo(before);
        assertThat(SamTransform.apply(template, Map.of(), null)).isEqualTo(first);
    }

    @Test
    void everyMistakeIsNamedAtOnce() {
        String text = """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  A:
                    Type: AWS::Serverless::Function
                    Properties: { Runtime: python3.11, InlineCode: x }
                  B:
                    Type: AWS::Serverless::StateMachine
                """;
        assertThatThrownBy(() -> translate(text))
                .isInstanceOf(AwsException.class)
                .hasMessage("Invalid Serverless Application Specification document. Number of errors found: 2."
                        + " Resource with id [A] is invalid. Runtime and Handler needs to be present when PackageType"
                        + " is of type `Zip` Resource with id [B] is invalid. The type AWS::Serverless::StateMachine"
                        + " is not supported by Virga yet.");
    }
}
