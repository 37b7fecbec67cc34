package dev.virga.kernel.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyLintTest {
    private final PolicyLint lint = new PolicyLint(new ActionTable());

    private List<PolicyLint.Finding> check(String statement) {
        return lint.check("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\"," + statement + "}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "dynamodb:PutItems, UNKNOWN_ACTION, dynamodb:PutItem",
        "s3:GetObjekt, UNKNOWN_ACTION, s3:GetObject",
        "lambda:Invoke, UNKNOWN_ACTION,",
        "dynmodb:GetItem, UNKNOWN_SERVICE, dynamodb:GetItem",
        "s3:Gett*, UNKNOWN_ACTION,",
        "nosuchservicehere:Run, UNKNOWN_SERVICE,",
    })
    void aMistakenActionIsNoticed(String action, PolicyLint.Kind kind, String suggestion) {
        assertThat(check("\"Action\":\"" + action + "\",\"Resource\":\"*\""))
                .containsExactly(new PolicyLint.Finding(kind, "1", action, suggestion));
    }

    @ParameterizedTest
    @CsvSource({
        "dynamodb:putitem, arn:aws:dynamodb:*:*:table/orders",
        "*, arn:aws:s3:::orders",
        "s3:Get*, arn:aws:s3:::orders/${aws:username}/*",
        "sqs:*, *",
        "logs:PutLogEvents, arn:aws:logs:*:*:*",
    })
    void whatMakesSenseIsNot(String action, String resource) {
        assertThat(check("\"Action\":\"" + action + "\",\"Resource\":\"" + resource + "\""))
                .isEmpty();
    }

    @Test
    void aBucketIsNoPlaceForObjects() {
        List<PolicyLint.Finding> found = check("\"Sid\":\"Read\",\"Action\":[\"s3:GetObject\",\"s3:PutObject\"],"
                + "\"Resource\":\"arn:aws:s3:::orders\"");
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().message())
                .isEqualTo("Statement Read names a resource that none of its actions is for: arn:aws:s3:::orders");
    }

    @Test
    void anUnknownConditionKeyIsNoticed() {
        List<PolicyLint.Finding> found = check(
                "\"Action\":\"s3:ListBucket\",\"Resource\":\"*\",\"Condition\":"
                        + "{\"StringLike\":{\"s3:prefx\":\"a\",\"s3:prefix\":\"b\",\"aws:Anything\":\"c\",\"s3:RequestObjectTag/team\":\"d\"}}");
        assertThat(found)
                .containsExactly(
                        new PolicyLint.Finding(PolicyLint.Kind.UNKNOWN_CONDITION_KEY, "1", "s3:prefx", "s3:prefix"));
    }

    @Test
    void aDocumentFullOfMistakesIsCutShort() {
        String action = "\"ec2:" + "Descr1be".repeat(12) + "\"";
        String actions = String.join(",", java.util.Collections.nCopies(1000, action));
        assertThat(check("\"Action\":[" + actions + "],\"Resource\":\"*\"")).hasSize(PolicyLint.MAX_FINDINGS);
    }

    @ParameterizedTest
    @CsvSource({"a*c, abc, true", "a*, *b, true", "a?c, a*, true", "abc, a?d, false", "*x*, y*z, true", "a, b, false"})
    void patternsMeetWhenATextFitsBoth(String a, String b, boolean meet) {
        assertThat(Glob.meet(a, b)).isEqualTo(meet);
        assertThat(Glob.meet(b, a)).isEqualTo(meet);
    }
}
