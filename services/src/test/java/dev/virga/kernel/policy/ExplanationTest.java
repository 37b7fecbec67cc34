package dev.virga.kernel.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.policy.Explanation.Says;
import dev.virga.wire.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a decision tells about itself.
class ExplanationTest {
    private static final String ACCOUNT = "111122223333";
    private static final String MANAGED = "arn:aws:iam::111122223333:policy/no-deletes";
    private static final Caller ALICE = new Caller.User(ACCOUNT, "/", "alice", "AIDAALICE");

    private static final String POLICY = """
            {
              "Version": "2012-10-17",
              "Statement": [
                {"Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject", "s3:List*"], "Resource": "arn:aws:s3:::b/{x}"},
                {
                  "Effect": "Allow", "Action": "*", "Resource": "*",
                  "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
                }
              ]
            }""";

    private static Explanation explain(Access access, Evaluation.Policies policies) {
        Call call = new Call(
                ALICE, ACCOUNT, "us-east-1", "id", null, Instant.EPOCH, "203.0.113.7", false, "http://localhost");
        return Evaluation.explain(new RequestContext(access, call, Map.of()), policies);
    }

    private static Evaluation.Policies identity(Evaluation.Source... sources) {
        return new Evaluation.Policies(List.of(sources), null, null, null);
    }

    @Test
    void eachStatementTellsWhatMatchedAndWhichValuesWereCompared() {
        Explanation it = explain(
                Access.to("s3:DeleteObject", "arn:aws:s3:::b/k"),
                identity(Evaluation.Source.inline("mine", PolicyDocument.parse(POLICY))));
        assertThat(it.allowed()).isFalse();
        assertThat(it.because()).isEqualTo("because no identity-based policy allows the s3:DeleteObject action");
        Explanation.Policy policy = it.policies().getFirst();
        assertThat(policy.says()).isEqualTo(Says.NOTHING);
        Explanation.Statement read = policy.statements().getFirst();
        assertThat(read.label()).isEqualTo("Read");
        assertThat(read.action()).isFalse();
        assertThat(read.actions()).containsExactly("s3:GetObject", "s3:List*");
        Explanation.Statement any = policy.statements().get(1);
        assertThat(any.label()).isEqualTo("#2");
        assertThat(any.action() && any.resource()).isTrue();
        assertThat(any.tests())
                .containsExactly(new Explanation.Test(
                        "StringEquals", "aws:RequestedRegion", List.of("eu-west-1"), List.of("us-east-1"), false));
        assertThat(ExplanationJson.read(Json.parse(Json.write(ExplanationJson.write(it)))))
                .isEqualTo(it);
    }

    @Test
    void aDenyTellsThePolicyItCameFromButNotToStrangers() {
        String deny = "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"sqs:*\","
                + "\"Resource\":\"*\"}}";
        Evaluation.Source managed =
                new Evaluation.Source(Explanation.Kind.MANAGED, MANAGED, "group ops", PolicyDocument.parse(deny));
        Explanation own =
                explain(Access.to("sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:q"), identity(managed));
        assertThat(own.because()).isEqualTo("with an explicit deny in an identity-based policy: " + MANAGED);
        assertThat(own.policies().getFirst().owner()).isEqualTo("group ops");
        assertThat(own.policies().getFirst().says()).isEqualTo(Says.DENY);
        Explanation other =
                explain(Access.to("sqs:SendMessage", "arn:aws:sqs:us-east-1:444455556666:q"), identity(managed));
        assertThat(other.because()).isEqualTo("with an explicit deny in an identity-based policy");
    }

    @Test
    void largePoliciesAreCutOff() {
        String many = "{\"Version\":\"2012-10-17\",\"Statement\":["
                + "{\"Effect\":\"Allow\",\"Action\":\"a:b\",\"Resource\":\"*\"},".repeat(500)
                + "{\"Effect\":\"Allow\",\"Action\":\"a:b\",\"Resource\":\"*\"}]}";
        Explanation it =
                explain(Access.to("a:c", "*"), identity(Evaluation.Source.inline("many", PolicyDocument.parse(many))));
        assertThat(it.cutOff()).isTrue();
        assertThat(it.policies().getFirst().statements()).hasSize(Explanation.MAX_STATEMENTS);
    }

    @Test
    void aStatementHasItsPlaceInTheText() {
        assertThat(StatementPlaces.of(POLICY))
                .containsExactly(new StatementPlaces.Place(4, 5, 4, 113), new StatementPlaces.Place(5, 5, 8, 6));
        assertThat(StatementPlaces.of("{\"Statement\":{\"Sid\":\"}\\\"\"},\"Id\":\"x\"}"))
                .containsExactly(new StatementPlaces.Place(1, 14, 1, 27));
    }
}
