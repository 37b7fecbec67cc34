package dev.virga.services.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.cloudformation.Parameter;
import dev.virga.api.cloudformation.Stack;
import dev.virga.api.cloudformation.StackEvent;
import dev.virga.api.lambda.GetFunctionConfigurationRequest;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.secretsmanager.CreateSecretRequest;
import dev.virga.api.secretsmanager.DescribeSecretRequest;
import dev.virga.api.secretsmanager.GetResourcePolicyRequest;
import dev.virga.api.secretsmanager.GetSecretValueRequest;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.api.ssm.GetParameterRequest;
import dev.virga.api.ssm.ListTagsForResourceRequest;
import dev.virga.api.ssm.PutParameterRequest;
import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.TestSeals;
import dev.virga.wire.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Secrets and stored parameters as resources, and what templates read of them.
class SecretsInStacksTest {
    @TempDir
    Path folder;

    private StackFixture cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new StackFixture(folder);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private String secret(String id) {
        return cloud.call(
                        SecretsmanagerOps.GetSecretValue,
                        GetSecretValueRequest.builder().secretId(id).build())
                .secretString();
    }

    private String parameter(String name) {
        return cloud.call(
                        SsmOps.GetParameter,
                        GetParameterRequest.builder().name(name).build())
                .parameter()
                .value();
    }

    private void put(String name, String type, String value) {
        cloud.call(
                SsmOps.PutParameter,
                PutParameterRequest.builder()
                        .name(name)
                        .type(type)
                        .value(value)
                        .overwrite(true)
                        .build());
    }

    private String reasons(String stack) {
        StringBuilder all = new StringBuilder();
        for (StackEvent event : cloud.events(stack)) {
            all.append(event.resourceStatusReason()).append('\n');
        }
        return all.toString();
    }

    @Test
    void theStoreDoesNotTellThem() throws IOException {
        cloud.create("told", """
                Parameters:
                  Pin: {Type: String, NoEcho: true, Default: pin-in-the-template}
                Resources:
                  Word:
                    Type: AWS::SecretsManager::Secret
                    Properties: {SecretString: word-in-the-template}
                  Code:
                    Type: AWS::SecretsManager::Secret
                    Properties: {SecretString: !Sub 'pin is ${Pin}'}
                """);
        assertThat(cloud.settled("told").stackStatus()).as(reasons("told")).isEqualTo("CREATE_COMPLETE");
        for (String text : List.of("pin-in-the-template", "word-in-the-template")) {
            assertThat(TestSeals.filesWith(folder, text)).isEmpty();
        }
    }

    private static final String STACK = """
            Parameters:
              Length: {Type: Number, Default: 20}
            Resources:
              Db:
                Type: AWS::SecretsManager::Secret
                Properties:
                  Description: of the database
                  GenerateSecretString:
                    SecretStringTemplate: '{"username": "admin"}'
                    GenerateStringKey: password
                    PasswordLength: !Ref Length
                    ExcludePunctuation: true
                  Tags: [{Key: app, Value: shop}]
              Policy:
                Type: AWS::SecretsManager::ResourcePolicy
                Properties:
                  SecretId: !Ref Db
                  BlockPublicPolicy: true
                  ResourcePolicy:
                    Version: 2012-10-17
                    Statement:
                      - Effect: Allow
                        Principal: {AWS: '444455556666'}
                        Action: secretsmanager:GetSecretValue
                        Resource: '*'
              Url:
                Type: AWS::SSM::Parameter
                Properties:
                  Name: /shop/url
                  Type: String
                  Value: !Sub 'postgres://{{resolve:secretsmanager:${Db}:SecretString:username}}@db'
                  Tags: {app: shop}
            Outputs:
              Arn: {Value: !Ref Db}
              Url: {Value: !GetAtt Url.Value}
            """;

    @Test
    void secretsAndParametersAreMadeChangedAndRemovedWithTheirStack() {
        cloud.create("shop", STACK);
        Stack stack = cloud.settled("shop");
        assertThat(stack.stackStatus()).as(reasons("shop")).isEqualTo("CREATE_COMPLETE");
        String arn = stack.outputs().getFirst().outputValue();
        assertThat(arn).contains(":secret:shop-Db-");
        assertThat(((Map<?, ?>) Json.parse(secret(arn))).get("password").toString())
                .matches("[A-Za-z0-9]{20}");
        assertThat(parameter("/shop/url")).isEqualTo("postgres://admin@db");
        assertThat(cloud.call(
                                SecretsmanagerOps.GetResourcePolicy,
                                GetResourcePolicyRequest.builder().secretId(arn).build())
                        .resourcePolicy())
                .contains("444455556666");
        String before = secret(arn);
        cloud.update("shop", STACK.replace("of the database", "changed").replace("{app: shop}", "{app: other}"));
        stack = cloud.settled("shop");
        assertThat(stack.stackStatus()).as(reasons("shop")).isEqualTo("UPDATE_COMPLETE");
        assertThat(secret(arn)).isEqualTo(before);
        assertThat(cloud.call(
                                SecretsmanagerOps.DescribeSecret,
                                DescribeSecretRequest.builder().secretId(arn).build())
                        .description())
                .isEqualTo("changed");
        assertThat(cloud.call(
                                SsmOps.ListTagsForResource,
                                ListTagsForResourceRequest.builder()
                                        .resourceType("Parameter")
                                        .resourceId("/shop/url")
                                        .build())
                        .tagList()
                        .getFirst()
                        .value())
                .isEqualTo("other");
        cloud.delete("shop");
        cloud.settled(stack.stackId());
        assertThatThrownBy(() -> secret(arn)).hasMessageContaining("can't find the specified secret");
        assertThatThrownBy(() -> parameter("/shop/url")).isInstanceOf(dev.virga.api.ssm.ParameterNotFound.class);
    }

    @Test
    void dynamicReferencesAreReadWhenAResourceIsMadeAndNeverKept() {
        put("/app/memory", "String", "192");
        cloud.call(
                SecretsmanagerOps.CreateSecret,
                CreateSecretRequest.builder()
                        .name("api")
                        .secretString("{\"key\":\"s3cr3t-value\"}")
                        .build());
        String template = """
                Resources:
                  Role:
                    Type: AWS::IAM::Role
                    Properties:
                      AssumeRolePolicyDocument:
                        Version: 2012-10-17
                        Statement:
                          - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
                  Function:
                    Type: AWS::Lambda::Function
                    Properties:
                      Runtime: nodejs22.x
                      Handler: index.handler
                      MemorySize: '{{resolve:ssm:/app/memory:1}}'
                      Role: !GetAtt Role.Arn
                      Environment: {Variables: {KEY: 'v-{{resolve:secretsmanager:api:SecretString:key}}'}}
                      Code: {ZipFile: 'exports.handler = async () => 1'}
                """;
        cloud.create("app", template);
        assertThat(cloud.settled("app").stackStatus()).as(reasons("app")).isEqualTo("CREATE_COMPLETE");
        String name = cloud.resources("app").get("Function").physicalResourceId();
        var function = cloud.call(
                LambdaOps.GetFunctionConfiguration,
                GetFunctionConfigurationRequest.builder().functionName(name).build());
        assertThat(function.memorySize()).isEqualTo(192);
        assertThat(function.environment().variables()).containsEntry("KEY", "v-s3cr3t-value");
        for (String wrong : new String[] {
            "{{resolve:secretsmanager:api:SecretString:none}}",
            "{{resolve:secretsmanager:none}}",
            "{{resolve:ssm:/none}}",
            "{{resolve:ssm-secure:/app/memory}}",
            "{{resolve:vault:x}}",
            "{{resolve:ssm:"
        }) {
            cloud.create("wrong", template.replace("{{resolve:ssm:/app/memory:1}}", wrong));
            assertThat(cloud.settled("wrong").stackStatus()).as(wrong).isEqualTo("ROLLBACK_COMPLETE");
            assertThat(reasons("wrong")).doesNotContain("s3cr3t");
            String id = cloud.stack("wrong").stackId();
            cloud.delete("wrong");
            cloud.settled(id);
        }
        cloud.create(
                "leak",
                template.replace(
                        "Handler: index.handler", "Handler: '{{resolve:secretsmanager:api:SecretString:key}} x'"));
        assertThat(cloud.settled("leak").stackStatus()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(reasons("leak")).contains("****").doesNotContain("s3cr3t");
    }

    @Test
    void templateParametersReadStoredValuesWhenADeploymentIsAskedFor() {
        put("/app/name", "String", "first");
        put("/app/list", "StringList", "a,b");
        put("/app/secure", "SecureString", "x");
        String template = """
                Parameters:
                  Name: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /app/name}
                  Zones: {Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: /app/list}
                Resources:
                  Out:
                    Type: AWS::SSM::Parameter
                    Properties: {Name: /app/out, Type: String, Value: !Sub '${Name}-x'}
                Outputs:
                  Second: {Value: !Select [1, !Ref Zones]}
                """;
        cloud.create("app", template);
        Stack stack = cloud.settled("app");
        assertThat(stack.stackStatus()).as(reasons("app")).isEqualTo("CREATE_COMPLETE");
        assertThat(stack.outputs().getFirst().outputValue()).isEqualTo("b");
        assertThat(parameter("/app/out")).isEqualTo("first-x");
        Parameter shown = stack.parameters().getFirst();
        assertThat(shown.parameterValue()).isEqualTo("/app/name");
        assertThat(shown.resolvedValue()).isEqualTo("first");
        put("/app/name", "String", "second");
        cloud.update("app", template);
        assertThat(cloud.settled("app").stackStatus()).as(reasons("app")).isEqualTo("UPDATE_COMPLETE");
        assertThat(parameter("/app/out")).isEqualTo("second-x");
        assertThatThrownBy(() -> cloud.create("b", template, "Name", "/none"))
                .hasMessageContaining("Unable to fetch parameters [/none] from parameter store");
        assertThatThrownBy(() -> cloud.create("b", template, "Name", "/app/secure"))
                .hasMessageContaining("types not supported by CloudFormation");
    }
}
