package dev.virga.kernel.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The policies that people attach to queues, topics, event buses and APIs, in the form in which
/// documentation and templates have them. The services themselves only hand them over.
class ResourcePoliciesTest {
    private static final String ACCOUNT = "111122223333";
    private static final String OTHER = "444455556666";
    private static final String QUEUE = "arn:aws:sqs:us-east-1:111122223333:orders";
    private static final String TOPIC = "arn:aws:sns:us-east-1:111122223333:orders";
    private static final String BUS = "arn:aws:events:us-east-1:111122223333:event-bus/orders";
    private static final String API = "arn:aws:execute-api:us-east-1:111122223333:a1b2c3/prod/GET/orders";
    private static final Caller.User BOB = new Caller.User(OTHER, "/", "bob", "AIDABOB");

    private static Caller service(String name, String source) {
        return new Caller.Service(ACCOUNT, name + ".amazonaws.com", source);
    }

    /// @param identity statements of the caller's own policy; empty without one
    private static boolean allowed(Caller caller, Access access, String from, boolean secure, String... identity) {
        Call call = new Call(
                caller,
                caller.account(),
                "us-east-1",
                "request",
                null,
                Instant.parse("2026-05-06T10:00:00Z"),
                from,
                secure,
                "http://127.0.0.1:4566");
        List<Evaluation.Source> own =
                identity.length == 0 ? List.of() : List.of(Evaluation.Source.inline("own", document(identity)));
        PolicyDocument ofResource = PolicyDocument.parse(String.valueOf(access.resourcePolicy()));
        Evaluation.Policies policies = new Evaluation.Policies(own, null, null, ofResource);
        return Evaluation.decide(new RequestContext(access, call, Map.of()), policies)
                .allowed();
    }

    private static boolean allowed(Caller caller, Access access, String... identity) {
        return allowed(caller, access, "203.0.113.7", true, identity);
    }

    private static PolicyDocument document(String... statements) {
        return PolicyDocument.parse(text(statements));
    }

    private static String text(String... statements) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":["
                + String.join(",", statements).replace('\'', '"') + "]}";
    }

    private static Access access(String action, String resource, String... statements) {
        return Access.to(action, resource).withResourcePolicy(text(statements));
    }

    @Test
    void aQueueTakesMessagesOfOneBucketAndOneTopic() {
        Access send = access(
                "sqs:SendMessage",
                QUEUE,
                "{'Effect':'Allow','Principal':{'Service':'s3.amazonaws.com'},'Action':'sqs:SendMessage','Resource':'"
                        + QUEUE + "','Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:s3:*:*:photos'},"
                        + "'StringEquals':{'aws:SourceAccount':'" + ACCOUNT + "'}}}",
                "{'Effect':'Allow','Principal':{'Service':'sns.amazonaws.com'},'Action':'sqs:SendMessage','Resource':'"
                        + QUEUE + "','Condition':{'ArnEquals':{'aws:SourceArn':'" + TOPIC + "'}}}");
        assertThat(allowed(service("s3", "arn:aws:s3:::photos"), send)).isTrue();
        assertThat(allowed(service("s3", "arn:aws:s3:::others"), send)).isFalse();
        assertThat(allowed(new Caller.Service(OTHER, "s3.amazonaws.com", "arn:aws:s3:::photos"), send))
                .isFalse();
        assertThat(allowed(service("sns", TOPIC), send)).isTrue();
        assertThat(allowed(service("sns", TOPIC + "-2"), send)).isFalse();
        assertThat(allowed(service("events", TOPIC), send)).isFalse();
        assertThat(allowed(BOB, send, "{'Effect':'Allow','Action':'sqs:*','Resource':'*'}"))
                .isFalse();
    }

    @Test
    void aQueueIsSharedWithAnAccountAndRefusesWhatIsNotEncrypted() {
        String share = "{'Effect':'Allow','Principal':{'AWS':'" + OTHER + "'},'Action':['sqs:SendMessage',"
                + "'sqs:ReceiveMessage'],'Resource':'" + QUEUE + "'}";
        String secure = "{'Effect':'Deny','Principal':'*','Action':'sqs:*','Resource':'" + QUEUE
                + "','Condition':{'Bool':{'aws:SecureTransport':'false'}}}";
        String all = "{'Effect':'Allow','Action':'sqs:*','Resource':'*'}";
        Access receive = access("sqs:ReceiveMessage", QUEUE, share, secure);
        assertThat(allowed(BOB, receive, all)).isTrue();
        assertThat(allowed(BOB, receive)).isFalse();
        assertThat(allowed(BOB, receive, "203.0.113.7", false, all)).isFalse();
        assertThat(allowed(BOB, access("sqs:DeleteQueue", QUEUE, share, secure), all))
                .isFalse();
    }

    @Test
    void aTopicIsItsOwnersAndOfTheRulesThatItNames() {
        // What SNS gives a new topic; the service says who the owner of the source is.
        Access publish = access(
                "sns:Publish",
                TOPIC,
                "{'Sid':'__default_statement_ID','Effect':'Allow','Principal':{'AWS':'*'},'Action':['SNS:Publish',"
                        + "'SNS:Subscribe'],'Resource':'" + TOPIC
                        + "','Condition':{'StringEquals':{'AWS:SourceOwner':'" + ACCOUNT + "'}}}",
                "{'Effect':'Allow','Principal':{'Service':'events.amazonaws.com'},'Action':'sns:Publish','Resource':'"
                        + TOPIC + "'}");
        Caller.User alice = new Caller.User(ACCOUNT, "/", "alice", "AIDAALICE");
        assertThat(allowed(alice, publish.withConditions(Map.of("aws:SourceOwner", List.of(ACCOUNT)))))
                .isTrue();
        assertThat(allowed(BOB, publish.withConditions(Map.of("aws:SourceOwner", List.of(OTHER)))))
                .isFalse();
        assertThat(allowed(service("events", "arn:aws:events:us-east-1:111122223333:rule/r"), publish))
                .isTrue();
    }

    @Test
    void anEventBusTakesEventsOfASourceFromAnotherAccount() {
        Access put = access(
                "events:PutEvents",
                BUS,
                "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::" + OTHER + ":root'},'Action':'events:PutEvents',"
                        + "'Resource':'" + BUS + "','Condition':{'StringEquals':{'events:source':'shop'}}}");
        String own = "{'Effect':'Allow','Action':'events:PutEvents','Resource':'" + BUS + "'}";
        assertThat(allowed(BOB, put.withConditions(Map.of("events:source", List.of("shop"))), own))
                .isTrue();
        assertThat(allowed(BOB, put.withConditions(Map.of("events:source", List.of("aws.s3"))), own))
                .isFalse();
        assertThat(allowed(BOB, put, own)).isFalse();
    }

    @Test
    void anApiIsOpenToSomeAddresses() {
        Access invoke = access(
                "execute-api:Invoke",
                API,
                "{'Effect':'Allow','Principal':'*','Action':'execute-api:Invoke','Resource':"
                        + "'arn:aws:execute-api:us-east-1:111122223333:a1b2c3/*/GET/*'}",
                "{'Effect':'Deny','Principal':'*','Action':'execute-api:Invoke','Resource':'*',"
                        + "'Condition':{'NotIpAddress':{'aws:SourceIp':['203.0.113.0/24','2001:db8::/32']}}}");
        Caller anybody = new Caller.Anonymous();
        assertThat(allowed(anybody, invoke)).isTrue();
        assertThat(allowed(anybody, invoke, "2001:db8::7", true)).isTrue();
        assertThat(allowed(anybody, invoke, "198.51.100.1", true)).isFalse();
        assertThat(allowed(BOB, invoke)).isFalse();
        assertThat(allowed(BOB, invoke, "{'Effect':'Allow','Action':'execute-api:*','Resource':'*'}"))
                .isTrue();
    }
}
