package dev.virga.services.secretsmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.iam.CreateUserRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.PutUserPolicyRequest;
import dev.virga.api.iam.User;
import dev.virga.api.secretsmanager.CreateSecretRequest;
import dev.virga.api.secretsmanager.DeleteSecretRequest;
import dev.virga.api.secretsmanager.GetSecretValueRequest;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.api.secretsmanager.Tag;
import dev.virga.api.ssm.GetParameterRequest;
import dev.virga.api.ssm.GetParametersByPathRequest;
import dev.virga.api.ssm.PutParameterRequest;
import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.Caller;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What IAM policies say about secrets and parameters: resources and condition keys.
class SecretPermissionsTest {
    @TempDir
    Path folder;

    private SecretsCloud cloud;
    private Caller user;

    @BeforeEach
    void open() throws IOException {
        cloud = new SecretsCloud(folder);
        User made = cloud.call(
                        IamOps.CreateUser,
                        CreateUserRequest.builder().userName("bob").build())
                .user();
        user = new Caller.User(SecretsCloud.ACCOUNT, "/", "bob", made.userId());
        cloud.call(
                SecretsmanagerOps.CreateSecret,
                CreateSecretRequest.builder()
                        .name("app/db")
                        .secretString("x")
                        .tags(List.of(Tag.builder().key("stage").value("prod").build()))
                        .build());
        cloud.call(
                SsmOps.PutParameter,
                PutParameterRequest.builder()
                        .name("/app/url")
                        .type("SecureString")
                        .value("x")
                        .tags(List.of(dev.virga.api.ssm.Tag.builder()
                                .key("stage")
                                .value("prod")
                                .build()))
                        .build());
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private void allow(String action, String resource, String condition) {
        String statement = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\""
                + action + "\",\"secretsmanager:TagResource\"],\"Resource\":\"" + resource + "\""
                + (condition.isEmpty() ? "" : ",\"Condition\":" + condition.replace('\'', '"')) + "}]}";
        cloud.call(
                IamOps.PutUserPolicy,
                PutUserPolicyRequest.builder()
                        .userName("bob")
                        .policyName("p")
                        .policyDocument(statement)
                        .build());
    }

    private record Case<I extends Struct>(String resource, String condition, Op<I, ?> op, I input, boolean allowed) {}

    private static GetSecretValueRequest secret() {
        return GetSecretValueRequest.builder().secretId("app/db").build();
    }

    private static GetParameterRequest parameter() {
        return GetParameterRequest.builder()
                .name("/app/url")
                .withDecryption(true)
                .build();
    }

    private static GetParametersByPathRequest path(boolean recursive) {
        return GetParametersByPathRequest.builder()
                .path("/app")
                .recursive(recursive)
                .build();
    }

    private static PutParameterRequest overwrite(boolean overwrite) {
        return PutParameterRequest.builder()
                .name(overwrite ? "/app/url" : "/app/new")
                .type("SecureString")
                .value("y")
                .overwrite(overwrite)
                .build();
    }

    @Test
    void policiesNameResourcesAndConditions() {
        String secrets = "arn:aws:secretsmanager:us-east-1:111122223333:secret:app/";
        String parameters = "arn:aws:ssm:us-east-1:111122223333:parameter/app";
        Op<GetSecretValueRequest, ?> get = SecretsmanagerOps.GetSecretValue;
        List<Case<?>> cases = List.of(
                new Case<>(secrets + "*", "", get, secret(), true),
                new Case<>(secrets + "db-??????", "", get, secret(), true),
                new Case<>(secrets + "db", "", get, secret(), false),
                new Case<>("*", "{'StringEquals':{'secretsmanager:ResourceTag/stage':'prod'}}", get, secret(), true),
                new Case<>("*", "{'StringEquals':{'aws:ResourceTag/stage':'test'}}", get, secret(), false),
                new Case<>("*", "{'StringEquals':{'secretsmanager:VersionStage':'AWSCURRENT'}}", get, secret(), true),
                new Case<>("*", "{'StringEquals':{'secretsmanager:VersionStage':'AWSPENDING'}}", get, secret(), false),
                new Case<>("*", "{'StringLike':{'secretsmanager:SecretId':'*:secret:app/*'}}", get, secret(), true),
                new Case<>(
                        "*",
                        "{'Bool':{'secretsmanager:ForceDeleteWithoutRecovery':'false'}}",
                        SecretsmanagerOps.DeleteSecret,
                        DeleteSecretRequest.builder()
                                .secretId("app/db")
                                .forceDeleteWithoutRecovery(true)
                                .build(),
                        false),
                new Case<>(
                        secrets + "new-*",
                        "{'StringEquals':{'aws:RequestTag/stage':'prod'},'ForAllValues:StringEquals':{'aws:TagKeys':"
                                + "['stage']}}",
                        SecretsmanagerOps.CreateSecret,
                        CreateSecretRequest.builder()
                                .name("app/new")
                                .tags(List.of(
                                        Tag.builder().key("stage").value("prod").build()))
                                .build(),
                        true),
                new Case<>(parameters + "/*", "", SsmOps.GetParameter, parameter(), true),
                new Case<>(parameters + "/other", "", SsmOps.GetParameter, parameter(), false),
                new Case<>(
                        "*",
                        "{'StringEquals':{'ssm:resourceTag/stage':'prod'}}",
                        SsmOps.GetParameter,
                        parameter(),
                        true),
                new Case<>(
                        "*",
                        "{'StringEquals':{'ssm:resourceTag/stage':'test'}}",
                        SsmOps.GetParameter,
                        parameter(),
                        false),
                new Case<>(
                        parameters,
                        "{'Bool':{'ssm:Recursive':'false'}}",
                        SsmOps.GetParametersByPath,
                        path(true),
                        false),
                new Case<>(
                        parameters,
                        "{'Bool':{'ssm:Recursive':'false'}}",
                        SsmOps.GetParametersByPath,
                        path(false),
                        true),
                new Case<>(
                        "*", "{'StringEquals':{'ssm:Overwrite':'false'}}", SsmOps.PutParameter, overwrite(true), false),
                new Case<>(
                        "*",
                        "{'StringEquals':{'ssm:Overwrite':'false'}}",
                        SsmOps.PutParameter,
                        overwrite(false),
                        true));
        cases.forEach(this::check);
    }

    private <I extends Struct> void check(Case<I> each) {
        String service = each.op().model().signingName();
        allow(service + ":" + each.op().name(), each.resource(), each.condition());
        String as = each.op().name() + " " + each.resource() + " " + each.condition();
        if (each.allowed()) {
            assertThat((Object) call(each.op(), each.input())).as(as).isNotNull();
        } else {
            assertThatThrownBy(() -> call(each.op(), each.input()))
                    .as(as)
                    .hasMessageContaining("is not authorized to perform: " + service + ":"
                            + each.op().name());
        }
    }

    private <I extends Struct, O extends Struct> O call(Op<I, O> op, I input) {
        return cloud.cloud.call(user, SecretsCloud.REGION, op, input);
    }
}
