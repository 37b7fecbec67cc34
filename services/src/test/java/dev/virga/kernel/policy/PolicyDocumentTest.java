package dev.virga.kernel.policy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.wire.AwsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyDocumentTest {
    private static final String SYNTAX = "Syntax errors in policy.";

    private static void isRefused(String json, PolicyDocument.Kind kind, String message) {
        assertThatThrownBy(() -> PolicyDocument.parse(json, kind))
                .as(json)
                .isInstanceOf(AwsException.class)
                .hasMessage(message);
    }

    private static String statement(String inside) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":{" + inside.replace('\'', '"') + "}}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Action':'s3:*','Resource':'*' | Syntax errors in policy.",
                "'Effect':'Permit','Action':'s3:*','Resource':'*' | Syntax errors in policy.",
                "'Effect':'allow','Action':'s3:*','Resource':'*' | The policy failed legacy parsing",
                "'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'DateLessThan':{'a:b':'soon'}} | The policy failed legacy parsing",
                "'Effect':'Allow','Action':'s3:*','Resource':'*','Sid':'my sid' | Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
                "'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:us-east-1::b' | Resource arn:aws:s3:us-east-1::b can not contain region information.",
                "'Effect':'Allow','Action':'iam:*','Resource':'arn:aws:iam:us-east-1::user/a' | IAM resource arn:aws:iam:us-east-1::user/a cannot contain region information.",
                "'Effect':'Allow','Action':'s3:*','Resource':'*','More':'x' | Syntax errors in policy.",
                "'Effect':'Allow','Action':'s3:*','NotAction':'s3:*','Resource':'*' | Syntax errors in policy.",
                "'Effect':'Allow','Action':'s3:*','Resource':'*','Sid':5 | Syntax errors in policy.",
                "'Effect':'Allow','Action':'s3:*','Resource':'*','Resource':'*' | Syntax errors in policy.",
                "'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'Like':{'a:b':'c'}} | Syntax errors in policy.",
                "'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'NullIfExists':{'a:b':'c'}} | Syntax errors in policy.",
                "'Effect':'Allow','Resource':'*' | Policy statement must contain actions.",
                "'Effect':'Allow','Action':[],'Resource':'*' | Policy statement must contain actions.",
                "'Effect':'Allow','Action':'s3:*' | Policy statement must contain resources.",
                "'Effect':'Allow','Action':'s3:*','Resource':[] | Policy statement must contain resources.",
                "'Effect':'Allow','Action':'GetObject','Resource':'*' | Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
                "'Effect':'Allow','Action':'s3:Get:Object','Resource':'*' | Actions/Condition can contain only one colon.",
                "'Effect':'Allow','Action':'s 3:Get','Resource':'*' | Vendor s 3 is not valid",
                "'Effect':'Allow','Action':'s3:*','Resource':'bucket' | Resource bucket must be in ARN format or \"*\".",
                "'Effect':'Allow','Action':'s3:*','Resource':'arn:eggs:s3:::b' | Partition \"eggs\" is not valid for resource \"arn:eggs:s3:::b\".",
                "'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':'*' | Policy document should not specify a principal.",
            })
    void mistakesAreNamedInIamsWords(String inside, String message) {
        isRefused(statement(inside), PolicyDocument.Kind.IDENTITY, message);
    }

    @Test
    void jsonHasToBeJson() {
        String deep = "[".repeat(100_000);
        for (String json :
                new String[] {"", "{", "[]", "null", "{\"Statement\":[]}", "{} {}", "\"x", "{\"Statement\":null}", deep
                }) {
            isRefused(json, PolicyDocument.Kind.RESOURCE, SYNTAX);
        }
        isRefused(" ".repeat(PolicyDocument.MAX_CHARS) + "{}", PolicyDocument.Kind.RESOURCE, SYNTAX);
    }

    @Test
    void managedPoliciesNeedTheNewVersion() {
        String old =
                statement("'Effect':'Allow','Action':'s3:*','Resource':'*'").replace("2012", "2008");
        isRefused(old, PolicyDocument.Kind.MANAGED, "Policy document must be version 2012-10-17 or greater.");
        isRefused(old.replace("2008", "2020"), PolicyDocument.Kind.IDENTITY, SYNTAX);
        assertThatCode(() -> PolicyDocument.parse(old)).doesNotThrowAnyException();
        assertThatCode(() -> PolicyDocument.parse(old, PolicyDocument.Kind.IDENTITY))
                .doesNotThrowAnyException();
    }

    @Test
    void statementIdsAreUnique() {
        String one = "{\"Sid\":\"a\",\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}";
        isRefused(
                "{\"Version\":\"2012-10-17\",\"Statement\":[" + one + "," + one + "]}",
                PolicyDocument.Kind.IDENTITY,
                "Statement IDs (SID) in a single policy must be unique.");
    }

    @Test
    void trustPoliciesNameAPrincipalAndNoResource() {
        String principal = ",'Principal':{'Service':'lambda.amazonaws.com'}";
        String base = "'Effect':'Allow','Action':'sts:AssumeRole'";
        assertThatCode(() -> PolicyDocument.parse(statement(base + principal), PolicyDocument.Kind.TRUST))
                .doesNotThrowAnyException();
        isRefused(statement(base), PolicyDocument.Kind.TRUST, "Missing required field Principal");
        isRefused(
                statement(base + principal + ",'Resource':'*'"),
                PolicyDocument.Kind.TRUST,
                "Has prohibited field Resource");
        isRefused(
                statement(base + ",'Principal':{'AWS':'somebody'}"),
                PolicyDocument.Kind.TRUST,
                "Invalid principal in policy: \"AWS\":\"somebody\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Principal':{'AWS':'*'},'Action':'s3:GetObject' | AssumeRole policy may only specify STS AssumeRole actions.",
                "'Principal':{'Service':'lambda'},'Action':'sts:AssumeRole' | Invalid principal in policy: \"SERVICE\":\"lambda\"",
                "'Principal':{'AWS':'arn:aws:iam::111122223333:group/g'},'Action':'sts:AssumeRole' | Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:group/g\"",
                "'Principal':{'AWS':'*'},'Action':'sts:AssumeRole','Resource':'*' | Has prohibited field Resource",
                "'Action':'sts:AssumeRole' | Missing required field Principal",
            })
    void trustPoliciesAreMeasuredToo(String inside, String message) {
        isRefused(statement("'Effect':'Allow'," + inside), PolicyDocument.Kind.TRUST, message);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::*:user/${aws:username}",
        "arn:aws:iam::111122223333:r*",
        "arn:aws:iam::*:*",
        "arn:aws:s3:::b/*",
        "arn:aws:s3:*:111122223333:accesspoint/a",
        "arn:aws:iam::111122223333:root",
    })
    void resourcesThatIamTakes(String resource) {
        assertThatCode(() -> PolicyDocument.parse(
                        statement("'Effect':'Allow','Action':'*','Resource':'" + resource + "'"),
                        PolicyDocument.Kind.IDENTITY))
                .doesNotThrowAnyException();
    }
}
