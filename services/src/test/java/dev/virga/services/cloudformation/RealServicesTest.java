package dev.virga.services.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.apigatewayv2.Api;
import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.GetApisRequest;
import dev.virga.api.apigatewayv2.GetIntegrationsRequest;
import dev.virga.api.apigatewayv2.GetRoutesRequest;
import dev.virga.api.apigatewayv2.Route;
import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.CreateStackInput;
import dev.virga.api.cloudformation.Stack;
import dev.virga.api.dynamodb.DescribeTableInput;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListRolesRequest;
import dev.virga.api.lambda.FunctionConfiguration;
import dev.virga.api.lambda.GetFunctionConfigurationRequest;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.logs.DescribeLogGroupsRequest;
import dev.virga.api.logs.LogsOps;
import dev.virga.api.s3.CreateBucketConfiguration;
import dev.virga.api.s3.CreateBucketRequest;
import dev.virga.api.s3.ListBucketsRequest;
import dev.virga.api.s3.PutObjectRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.wire.Body;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Templates that make real resources in real services.
class RealServicesTest {
    @TempDir
    Path folder;

    private static final String PLAIN = """
            AWSTemplateFormatVersion: 2010-09-09
            Description: a table, a role and a function
            Parameters:
              Memory: {Type: Number, Default: 256}
            Resources:
              Orders:
                Type: AWS::DynamoDB::Table
                Properties:
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Version: 2012-10-17
                    Statement:
                      - {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
                  Policies:
                    - PolicyName: table
                      PolicyDocument:
                        Version: 2012-10-17
                        Statement:
                          - {Effect: Allow, Action: 'dynamodb:*', Resource: !GetAtt Orders.Arn}
              Function:
                Type: AWS::Lambda::Function
                Properties:
                  Runtime: nodejs22.x
                  Handler: index.handler
                  MemorySize: !Ref Memory
                  Role: !GetAtt Role.Arn
                  Environment: {Variables: {TABLE: !Ref Orders}}
                  Code:
                    ZipFile: |
                      exports.handler = async () => 'hello';
            Outputs:
              Name: {Value: !Ref Function}
              Arn: {Value: !GetAtt Function.Arn, Export: {Name: !Sub '${AWS::StackName}-arn'}}
            """;

    @Test
    void aTableARoleAndAFunctionAreMade() throws IOException {
        try (StackFixture fixture = new StackFixture(folder)) {
            fixture.create("shop", PLAIN);
            var stack = fixture.settled("shop");
            assertThat(stack.stackStatus()).as(stack.stackStatusReason()).isEqualTo("CREATE_COMPLETE");
            String name = stack.outputs().getFirst().outputValue();
            assertThat(name).matches("shop-Function-[A-Z0-9]{12}");
            var function = fixture.call(
                    LambdaOps.GetFunctionConfiguration,
                    GetFunctionConfigurationRequest.builder().functionName(name).build());
            assertThat(function.memorySize()).isEqualTo(256);
            String table = function.environment().variables().get("TABLE");
            assertThat(fixture.call(
                                    DynamodbOps.DescribeTable,
                                    DescribeTableInput.builder()
                                            .tableName(table)
                                            .build())
                            .table()
                            .tableStatus())
                    .isEqualTo("ACTIVE");
            fixture.delete("shop");
            assertThat(fixture.settled(stack.stackId()).stackStatus()).isEqualTo("DELETE_COMPLETE");
        }
    }

    private static final String FUNCTION = """
            Transform: []
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Version: 2012-10-17
                    Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
              Function:
                Type: AWS::Lambda::Function
                Properties:
                  Runtime: python3.12
                  Handler: index.handler
                  Role: !GetAtt Role.Arn
                  Code: {ZipFile: 'def handler(e, c): return 1'}
            """;

    private static final String API = FUNCTION + """
              Api:
                Type: AWS::ApiGatewayV2::Api
                Properties:
                  Body:
                    openapi: 3.0.1
                    info: {title: !Ref AWS::StackName, version: '1.0'}
                    paths:
                      /orders/{id}:
                        get:
                          x-amazon-apigateway-integration: &integration
                            type: aws_proxy
                            httpMethod: POST
                            payloadFormatVersion: '2.0'
                            uri: !Sub arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations
                          responses: {}
                      $default:
                        x-amazon-apigateway-any-method:
                          isDefaultRoute: true
                          x-amazon-apigateway-integration: *integration
                    tags: [{name: 'httpapi:createdBy', x-amazon-apigateway-tag-value: SAM}]
                    x-amazon-apigateway-cors: {allowOrigins: ['*'], allowMethods: [GET]}
              Stage:
                Type: AWS::ApiGatewayV2::Stage
                Properties:
                  ApiId: !Ref Api
                  StageName: $default
                  AutoDeploy: true
                  Tags: {'httpapi:createdBy': SAM}
              Permission:
                Type: AWS::Lambda::Permission
                Properties:
                  Action: lambda:InvokeFunction
                  FunctionName: !Ref Function
                  Principal: apigateway.amazonaws.com
                  SourceArn: !Sub arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/GET/orders/*
            Outputs:
              Api: {Value: !Ref Api}
              Url: {Value: !GetAtt Api.ApiEndpoint}
            """;

    private Stack complete(StackFixture fixture, String name, String status) {
        Stack stack = fixture.settled(name);
        assertThat(stack.stackStatus())
                .as(() -> fixture.events(stack.stackId()).stream()
                        .filter(event -> event.resourceStatusReason() != null)
                        .map(event -> event.logicalResourceId() + ": " + event.resourceStatusReason())
                        .toList()
                        .toString())
                .isEqualTo(status);
        return stack;
    }

    private static List<Route> routes(StackFixture fixture, String apiId) {
        return fixture.call(
                        Apigatewayv2Ops.GetRoutes,
                        GetRoutesRequest.builder().apiId(apiId).build())
                .items();
    }

    @Test
    void anHttpApiIsMadeFromItsDocumentAndFollowsIt() throws IOException {
        try (StackFixture fixture = new StackFixture(folder)) {
            fixture.create("web", API);
            Stack stack = complete(fixture, "web", "CREATE_COMPLETE");
            String apiId = stack.outputs().getFirst().outputValue();
            assertThat(stack.outputs().getLast().outputValue()).contains(apiId);
            assertThat(routes(fixture, apiId).stream().map(Route::routeKey))
                    .containsExactlyInAnyOrder("$default", "GET /orders/{id}");
            Api api = fixture.call(
                            Apigatewayv2Ops.GetApis, GetApisRequest.builder().build())
                    .items()
                    .getFirst();
            assertThat(api.corsConfiguration().allowOrigins()).containsExactly("*");
            assertThat(api.name()).isEqualTo("web");
            assertThat(api.tags()).containsEntry("httpapi:createdBy", "SAM");

            fixture.update("web", API.replace("/orders/{id}:", "/things:").replace("get:", "put:"));
            complete(fixture, "web", "UPDATE_COMPLETE");
            assertThat(routes(fixture, apiId).stream().map(Route::routeKey))
                    .containsExactlyInAnyOrder("$default", "PUT /things");
            assertThat(fixture.call(
                                    Apigatewayv2Ops.GetIntegrations,
                                    GetIntegrationsRequest.builder()
                                            .apiId(apiId)
                                            .build())
                            .items())
                    .hasSize(2);
            fixture.delete("web");
            complete(fixture, stack.stackId(), "DELETE_COMPLETE");
            assertThat(fixture.call(
                                    Apigatewayv2Ops.GetApis,
                                    GetApisRequest.builder().build())
                            .items())
                    .isEmpty();
        }
    }

    private static final String OTHER_TYPES = FUNCTION + """
                  Version: {Type: 'AWS::Lambda::Version', Properties: {FunctionName: !Ref Function}}
                  Alias:
                    Type: AWS::Lambda::Alias
                    Properties:
                      {FunctionName: !Ref Function, FunctionVersion: !GetAtt Version.Version, Name: live, Description: %1$s}
                  Retries:
                    Type: AWS::Lambda::EventInvokeConfig
                    Properties: {FunctionName: !Ref Function, Qualifier: $LATEST, MaximumRetryAttempts: %2$s}
                  Bucket:
                    Type: AWS::S3::Bucket
                    Properties: {Tags: [{Key: stage, Value: %1$s}]}
                  BucketPolicy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Bucket
                      PolicyDocument:
                        Version: 2012-10-17
                        Statement:
                          - {Effect: Allow, Principal: {AWS: !Ref AWS::AccountId}, Action: s3:GetObject, Resource: !Sub '${Bucket.Arn}/*'}
                  Group:
                    Type: AWS::Logs::LogGroup
                    Properties: {LogGroupName: !Sub '/aws/lambda/${Function}', RetentionInDays: %3$s}
                  Inline:
                    Type: AWS::IAM::Policy
                    Properties:
                      PolicyName: inline
                      Roles: [!Ref Role]
                      PolicyDocument:
                        Version: 2012-10-17
                        Statement: [{Effect: Allow, Action: 's3:%1$s', Resource: '*'}]
                  Managed:
                    Type: AWS::IAM::ManagedPolicy
                    Properties:
                      Roles: [!Ref Role]
                      PolicyDocument:
                        Version: 2012-10-17
                        Statement: [{Effect: Allow, Action: 's3:%1$s', Resource: '*'}]
                  User:
                    Type: AWS::IAM::User
                    Properties: {ManagedPolicyArns: [!Ref Managed]}
                  Handle: {Type: 'AWS::CloudFormation::WaitConditionHandle'}
                  Api: {Type: 'AWS::ApiGatewayV2::Api', Properties: {Name: %1$s, ProtocolType: HTTP}}
                  Integration:
                    Type: AWS::ApiGatewayV2::Integration
                    Properties:
                      {ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt Function.Arn, PayloadFormatVersion: '2.0'}
                  Route:
                    Type: AWS::ApiGatewayV2::Route
                    Properties: {ApiId: !Ref Api, RouteKey: 'GET /%1$s', Target: !Sub 'integrations/${Integration}'}
                  Deployment: {Type: 'AWS::ApiGatewayV2::Deployment', DependsOn: Route, Properties: {ApiId: !Ref Api}}
                  Stage:
                    Type: AWS::ApiGatewayV2::Stage
                    Properties: {ApiId: !Ref Api, StageName: prod, DeploymentId: !Ref Deployment}
                """;

    @Test
    void theOtherTypesAreMadeChangedAndDeleted() throws IOException {
        try (StackFixture fixture = new StackFixture(folder)) {
            fixture.create("all", OTHER_TYPES.formatted("first", "1", "7"));
            Stack stack = complete(fixture, "all", "CREATE_COMPLETE");
            var before = fixture.resources("all");
            fixture.update("all", OTHER_TYPES.formatted("second", "0", "14"));
            complete(fixture, "all", "UPDATE_COMPLETE");
            fixture.resources("all").forEach((id, resource) -> assertThat(resource.physicalResourceId())
                    .isEqualTo(before.get(id).physicalResourceId()));
            assertThat(fixture.call(
                                    LogsOps.DescribeLogGroups,
                                    DescribeLogGroupsRequest.builder().build())
                            .logGroups()
                            .getFirst()
                            .retentionInDays())
                    .isEqualTo(14);
            fixture.delete("all");
            complete(fixture, stack.stackId(), "DELETE_COMPLETE");
            assertThat(fixture.call(IamOps.ListRoles, ListRolesRequest.builder().build())
                            .roles())
                    .isEmpty();
            assertThat(fixture.call(
                                    S3Ops.ListBuckets,
                                    ListBucketsRequest.builder().build())
                            .buckets())
                    .isEmpty();
        }
    }

    @Test
    void aFunctionIsUpdatedInPlaceAndBack() throws IOException {
        try (StackFixture fixture = new StackFixture(folder)) {
            fixture.create("fn", FUNCTION);
            complete(fixture, "fn", "CREATE_COMPLETE");
            String name = fixture.resources("fn").get("Function").physicalResourceId();
            FunctionConfiguration before = function(fixture, name);
            fixture.update(
                    "fn",
                    FUNCTION.replace("return 1", "return 2")
                            .replace("Code:", "MemorySize: 512\n      Timeout: 9\n      Code:"));
            complete(fixture, "fn", "UPDATE_COMPLETE");
            FunctionConfiguration after = function(fixture, name);
            assertThat(after.codeSha256()).isNotEqualTo(before.codeSha256());
            assertThat(after.memorySize()).isEqualTo(512);
            fixture.update(
                    "fn",
                    FUNCTION + "  Bad: {Type: 'AWS::S3::Bucket', DependsOn: Function, Properties: {BucketName: _}}\n");
            complete(fixture, "fn", "UPDATE_ROLLBACK_COMPLETE");
            FunctionConfiguration back = function(fixture, name);
            assertThat(back.codeSha256()).isEqualTo(after.codeSha256());
            assertThat(back.memorySize()).isEqualTo(512);
            assertThat(back.timeout()).isEqualTo(9);
        }
    }

    private static FunctionConfiguration function(StackFixture fixture, String name) {
        return fixture.call(
                LambdaOps.GetFunctionConfiguration,
                GetFunctionConfigurationRequest.builder().functionName(name).build());
    }

    @Test
    void anIndexIsAddedToATable() throws IOException {
        try (StackFixture fixture = new StackFixture(folder)) {
            fixture.create("shop", PLAIN);
            complete(fixture, "shop", "CREATE_COMPLETE");
            String table = fixture.resources("shop").get("Orders").physicalResourceId();
            fixture.update(
                    "shop",
                    PLAIN.replace(
                            "[{AttributeName: id, AttributeType: S}]",
                            "[{AttributeName: id, AttributeType: S}, {AttributeName: c, AttributeType: S}]\n"
                                    + "      TimeToLiveSpecification: {AttributeName: ttl, Enabled: true}\n"
                                    + "      GlobalSecondaryIndexes: [{IndexName: byC, KeySchema: [{AttributeName: c,"
                                    + " KeyType: HASH}], Projection: {ProjectionType: ALL}}]"));
            complete(fixture, "shop", "UPDATE_COMPLETE");
            assertThat(fixture.call(
                                    DynamodbOps.DescribeTable,
                                    DescribeTableInput.builder()
                                            .tableName(table)
                                            .build())
                            .table()
                            .globalSecondaryIndexes()
                            .getFirst()
                            .indexName())
                    .isEqualTo("byC");
        }
    }

    @Test
    void aTemplateComesFromABucket() throws IOException {
        try (StackFixture fixture = new StackFixture(folder)) {
            fixture.call(
                    S3Ops.CreateBucket,
                    CreateBucketRequest.builder()
                            .bucket("templates")
                            .createBucketConfiguration(CreateBucketConfiguration.builder()
                                    .locationConstraint(StackFixture.REGION)
                                    .build())
                            .build());
            fixture.call(
                    S3Ops.PutObject,
                    PutObjectRequest.builder()
                            .bucket("templates")
                            .key("a/b.yaml")
                            .body(Body.of("Resources: {H: {Type: 'AWS::CloudFormation::WaitConditionHandle'}}"
                                    .getBytes(StandardCharsets.UTF_8)))
                            .build());
            for (String url : List.of(
                    "https://s3.eu-central-1.amazonaws.com/templates/a/b.yaml",
                    "https://templates.s3.amazonaws.com/a/b.yaml",
                    "http://127.0.0.1:4566/templates/a/b.yaml")) {
                String id = fixture.call(
                                CloudformationOps.CreateStack,
                                CreateStackInput.builder()
                                        .stackName("stack-" + url.length())
                                        .templateURL(url)
                                        .build())
                        .stackId();
                complete(fixture, id, "CREATE_COMPLETE");
            }
        }
    }

    @Test
    void aServerlessTemplateIsTransformedAndDeployed() throws IOException {
        String template = """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Hello:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: python3.12
                      Handler: index.handler
                      InlineCode: 'def handler(e, c): return 1'
                      Policies: [{DynamoDBReadPolicy: {TableName: !Ref Table}}]
                      Events: {Http: {Type: HttpApi, Properties: {Method: GET, Path: /hello}}}
                  Table: {Type: 'AWS::Serverless::SimpleTable'}
                Outputs: {Api: {Value: !Ref ServerlessHttpApi}}
                """;
        try (StackFixture fixture = new StackFixture(folder)) {
            fixture.create("sam", template);
            Stack stack = complete(fixture, "sam", "CREATE_COMPLETE");
            assertThat(fixture.resources("sam").keySet())
                    .contains("Hello", "HelloRole", "HelloHttpPermission", "Table", "ServerlessHttpApi");
            assertThat(routes(fixture, stack.outputs().getFirst().outputValue()).stream()
                            .map(Route::routeKey))
                    .containsExactly("GET /hello");
        }
    }
}
