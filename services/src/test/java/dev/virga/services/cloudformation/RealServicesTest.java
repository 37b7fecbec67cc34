package dev.virga.services.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.dynamodb.DescribeTableInput;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.lambda.GetFunctionConfigurationRequest;
import dev.virga.api.lambda.LambdaOps;
import java.io.IOException;
import java.nio.file.Path;
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
}
