package dev.virga.kernel.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the policies of users, roles, resources, boundaries and sessions decide together.
class EvaluationTest {
    private static final String ACCOUNT = "111122223333";
    private static final String OTHER = "444455556666";
    private static final String TABLE = "arn:aws:dynamodb:us-east-1:111122223333:table/orders";
    private static final Caller.User ALICE = new Caller.User(ACCOUNT, "/staff/", "alice", "AIDAALICE");
    private static final Caller.Session SESSION =
            new Caller.Session(ACCOUNT, "/", "worker", "AROAWORKER", "run-1", null, Map.of("team", "red"));

    /// One request and the policies around it.
    private static final class Case {
        private final Caller caller;
        private Access access = Access.to("dynamodb:PutItem", TABLE);
        private List<Evaluation.Source> identity = List.of();
        private Evaluation.@Nullable Source boundary;
        private @Nullable PolicyDocument session;
        private @Nullable PolicyDocument resource;
        private Map<String, String> tags = Map.of();
        private String source = "203.0.113.7";

        Case(Caller caller) {
            this.caller = caller;
        }

        Case access(String action, String arn) {
            access = Access.to(action, arn);
            return this;
        }

        Case keys(Map<String, List<String>> values) {
            access = access.withConditions(values);
            return this;
        }

        Case ownedBy(String account) {
            access = access.ownedBy(account);
            return this;
        }

        Case identity(String... statements) {
            identity = statements.length == 0
                    ? List.of()
                    : List.of(Evaluation.Source.inline("inline", document(statements)));
            return this;
        }

        Case boundary(String... statements) {
            boundary = new Evaluation.Source(
                    Explanation.Kind.BOUNDARY, "arn:aws:iam::111122223333:policy/edge", null, document(statements));
            return this;
        }

        Case session(String... statements) {
            session = document(statements);
            return this;
        }

        Case resource(String... statements) {
            resource = document(statements);
            return this;
        }

        Case tags(Map<String, String> values) {
            tags = values;
            return this;
        }

        Case from(String address) {
            source = address;
            return this;
        }

        Evaluation.Outcome decide() {
            return Evaluation.decide(context(), policies());
        }

        /// That deciding takes, one for each comparison of a character.
        long steps() {
            RequestContext context = context();
            Evaluation.decide(context, policies());
            return context.steps();
        }

        private Evaluation.Policies policies() {
            return new Evaluation.Policies(identity, boundary, session, resource);
        }

        private RequestContext context() {
            Call call = new Call(
                    caller,
                    ACCOUNT,
                    "us-east-1",
                    "request",
                    null,
                    Instant.parse("2026-05-06T10:00:00Z"),
                    source,
                    false,
                    "http://127.0.0.1:4566");
            return new RequestContext(access, call, tags);
        }

        void isAllowed() {
            assertThat(decide().allowed()).isTrue();
        }

        void isDenied(String because) {
            assertThat(decide().allowed()).isFalse();
            assertThat(decide().because()).isEqualTo(because);
        }
    }

    private static PolicyDocument document(String... statements) {
        return PolicyDocument.parse("{\"Version\":\"2012-10-17\",\"Statement\":["
                + String.join(",", statements).replace('\'', '"') + "]}");
    }

    private static String allow(String action, String resource) {
        return statement("Allow", action, resource, "");
    }

    private static String deny(String action, String resource) {
        return statement("Deny", action, resource, "");
    }

    private static String statement(String effect, String action, String resource, String more) {
        return "{'Effect':'" + effect + "','Action':'" + action + "','Resource':'" + resource + "'" + more + "}";
    }

    private static String to(String principal, String effect) {
        return statement(effect, "dynamodb:*", "*", ",'Principal':" + principal);
    }

    private static String when(String condition) {
        return statement("Allow", "*", "*", ",'Condition':" + condition);
    }

    private static final String NO_IDENTITY = "because no identity-based policy allows the dynamodb:PutItem action";
    private static final String NO_RESOURCE = "because no resource-based policy allows the dynamodb:PutItem action";

    @ParameterizedTest
    @CsvSource({
        "dynamodb:PutItem, arn:aws:dynamodb:us-east-1:111122223333:table/orders, true",
        "DynamoDB:putitem, arn:aws:dynamodb:us-east-1:111122223333:table/orders, true",
        "dynamodb:*,       arn:aws:dynamodb:*:*:table/*, true",
        "dynamodb:P?tI*m,  arn:aws:dynamodb:us-east-1:111122223333:table/order?, true",
        "*,                *, true",
        "*:*,              *, true",
        "dynamodb:GetItem, *, false",
        "dynamodb:Put,     *, false",
        "dynamodb:PutItem, arn:aws:dynamodb:us-east-1:111122223333:table/Orders, false",
        "dynamodb:PutItem, arn:aws:dynamodb:us-east-1:111122223333:table/orders?, false",
        "dynamodb:PutItem, arn:aws:dynamodb:us-east-1:111122223333:table/orders/index/*, false",
    })
    void actionsMatchWithoutCaseAndResourcesWithCase(String action, String resource, boolean allowed) {
        assertThat(new Case(ALICE).identity(allow(action, resource)).decide().allowed())
                .isEqualTo(allowed);
    }

    @Test
    void nothingIsAllowedByDefaultAndADenyWins() {
        new Case(ALICE).isDenied(NO_IDENTITY);
        new Case(ALICE)
                .identity(allow("*", "*"), deny("dynamodb:Put*", "*"))
                .isDenied("with an explicit deny in an identity-based policy");
        new Case(ALICE)
                .identity(allow("*", "*"))
                .resource(to("'*'", "Deny"))
                .isDenied("with an explicit deny in a resource-based policy");
        new Case(ALICE)
                .identity(allow("*", "*"))
                .boundary(allow("*", "*"), deny("*", "*"))
                .isDenied("with an explicit deny in a permissions boundary: arn:aws:iam::111122223333:policy/edge");
        new Case(SESSION)
                .identity(allow("*", "*"))
                .session(allow("*", "*"), deny("*", "*"))
                .isDenied("with an explicit deny in a session policy");
    }

    @Test
    void notActionAndNotResourceMeanEverythingElse() {
        String notAction = "{'Effect':'Allow','NotAction':'iam:*','Resource':'*'}";
        new Case(ALICE).identity(notAction).isAllowed();
        new Case(ALICE)
                .access("iam:GetUser", "*")
                .identity(notAction)
                .isDenied("because no identity-based policy allows the iam:GetUser action");
        new Case(ALICE)
                .identity(allow("*", "*"), "{'Effect':'Deny','Action':'*','NotResource':'arn:aws:s3:::*'}")
                .isDenied("with an explicit deny in an identity-based policy");
    }

    @Test
    void boundariesAndSessionPoliciesOnlyNarrow() {
        new Case(ALICE).boundary(allow("*", "*")).isDenied(NO_IDENTITY);
        new Case(ALICE)
                .identity(allow("*", "*"))
                .boundary(allow("s3:*", "*"))
                .isDenied("because no permissions boundary allows the dynamodb:PutItem action");
        new Case(ALICE)
                .identity(allow("*", "*"))
                .boundary(allow("dynamodb:*", "*"))
                .isAllowed();
        new Case(SESSION)
                .identity(allow("*", "*"))
                .session(allow("s3:*", "*"))
                .isDenied("because no session policy allows the dynamodb:PutItem action");
        new Case(SESSION).session(allow("*", "*")).isDenied(NO_IDENTITY);
    }

    @Test
    void inOneAccountAResourcePolicySuffices() {
        new Case(ALICE).resource(to("'*'", "Allow")).isAllowed();
        new Case(ALICE).resource(to("{'AWS':'" + ALICE.arn() + "'}", "Allow")).isAllowed();
        new Case(SESSION)
                .resource(to("{'AWS':'" + SESSION.roleArn() + "'}", "Allow"))
                .isAllowed();
        // Naming the account leaves it to the account's own policies.
        new Case(ALICE).resource(to("{'AWS':'" + ACCOUNT + "'}", "Allow")).isDenied(NO_IDENTITY);
        new Case(ALICE).resource(to("{'AWS':'" + OTHER + "'}", "Allow")).isDenied(NO_IDENTITY);
        new Case(ALICE)
                .identity(allow("*", "*"))
                .resource(to("{'AWS':'arn:aws:iam::" + ACCOUNT + ":root'}", "Deny"))
                .isDenied("with an explicit deny in a resource-based policy");
    }

    @Test
    void aResourcePolicyThatNamesTheUserOvercomesItsBoundaryButNotTheRoles() {
        new Case(ALICE)
                .boundary(allow("s3:*", "*"))
                .resource(to("{'AWS':'" + ALICE.arn() + "'}", "Allow"))
                .isAllowed();
        new Case(SESSION)
                .boundary(allow("s3:*", "*"))
                .resource(to("{'AWS':'" + SESSION.roleArn() + "'}", "Allow"))
                .isDenied("because no permissions boundary allows the dynamodb:PutItem action");
        new Case(SESSION)
                .session(allow("s3:*", "*"))
                .resource(to("{'AWS':'" + SESSION.arn() + "'}", "Allow"))
                .isAllowed();
    }

    @Test
    void acrossAccountsBothSidesHaveToAllow() {
        Caller.User bob = new Caller.User(OTHER, "/", "bob", "AIDABOB");
        new Case(bob).identity(allow("*", "*")).isDenied(NO_RESOURCE);
        new Case(bob).resource(to("{'AWS':'" + OTHER + "'}", "Allow")).isDenied(NO_IDENTITY);
        new Case(bob)
                .identity(allow("*", "*"))
                .resource(to("{'AWS':'" + OTHER + "'}", "Allow"))
                .isAllowed();
        new Case(new Caller.Root(OTHER)).isDenied(NO_RESOURCE);
        new Case(new Caller.Root(OTHER))
                .resource(to("{'AWS':'" + OTHER + "'}", "Allow"))
                .isAllowed();
        new Case(bob)
                .identity(allow("*", "*"))
                .access("s3:GetObject", "arn:aws:s3:::bucket/key")
                .ownedBy(ACCOUNT)
                .keys(Map.of("s3:x-amz-acl", List.of("private")))
                .isDenied("because no resource-based policy allows the s3:GetObject action");
    }

    @Test
    void rootMayWhatNoResourcePolicyDenies() {
        new Case(new Caller.Root(ACCOUNT)).isAllowed();
        new Case(new Caller.Root(ACCOUNT))
                .resource(to("'*'", "Deny"))
                .isDenied("with an explicit deny in a resource-based policy");
    }

    @Test
    void servicesMayOnlyWhatTheResourceGrantsThem() {
        String arn = "arn:aws:execute-api:us-east-1:111122223333:api/*/*";
        Caller gateway = new Caller.Service(ACCOUNT, "apigateway.amazonaws.com", arn.replace("*/*", "prod/GET"));
        String grant = statement(
                "Allow",
                "dynamodb:*",
                "*",
                ",'Principal':{'Service':'apigateway.amazonaws.com'},'Condition':{'ArnLike':{'aws:SourceArn':'" + arn
                        + "'},'StringEquals':{'aws:SourceAccount':'" + ACCOUNT + "'}}");
        new Case(gateway).identity(allow("*", "*")).isDenied(NO_RESOURCE);
        new Case(gateway).resource(grant).isAllowed();
        new Case(new Caller.Service(ACCOUNT, "apigateway.amazonaws.com", null))
                .resource(grant)
                .isDenied(NO_RESOURCE);
        new Case(gateway)
                .resource(to("{'Service':'apigateway.us-east-1.amazonaws.com'}", "Allow"))
                .isAllowed();
        new Case(gateway)
                .resource(to("{'Service':'apigateway.eu-west-1.amazonaws.com'}", "Allow"))
                .isDenied(NO_RESOURCE);
        new Case(new Caller.Service(ACCOUNT, "s3.amazonaws.com", arn))
                .resource(grant)
                .isDenied(NO_RESOURCE);
        new Case(new Caller.Anonymous()).resource(grant).isDenied(NO_RESOURCE);
        new Case(new Caller.Anonymous()).resource(to("'*'", "Allow")).isAllowed();
    }

    @Test
    void aTrustPolicyAlwaysHasToAgree() {
        String role = "arn:aws:iam::111122223333:role/worker";
        String trustsService =
                "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'Service':'lambda.amazonaws.com'}}";
        String trustsAccount = "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':'" + ACCOUNT + "'}}";
        String missing = "because no role trust policy allows the sts:AssumeRole action";
        Case lambda = new Case(new Caller.Service(ACCOUNT, "lambda.amazonaws.com", null));
        lambda.access("sts:AssumeRole", role).resource(trustsService).isAllowed();
        lambda.resource(trustsAccount).isDenied(missing);
        Case alice = new Case(ALICE).access("sts:AssumeRole", role).identity(allow("*", "*"));
        alice.resource(trustsService).isDenied(missing);
        alice.resource(trustsAccount).isAllowed();
        alice.identity()
                .resource(trustsAccount)
                .isDenied("because no identity-based policy allows the sts:AssumeRole action");
        new Case(new Caller.Root(ACCOUNT))
                .access("sts:AssumeRole", role)
                .resource(trustsService)
                .isDenied(missing);
    }

    @Test
    void notPrincipalMeansEverybodyElse() {
        String others = statement("Deny", "*", "*", ",'NotPrincipal':{'AWS':'" + ALICE.arn() + "'}");
        new Case(ALICE).identity(allow("*", "*")).resource(others).isAllowed();
        new Case(SESSION)
                .identity(allow("*", "*"))
                .resource(others)
                .isDenied("with an explicit deny in a resource-based policy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'StringEquals':{'x:Name':['red','blue']}} | true",
                "{'StringEquals':{'X:NAME':'Red'}} | false",
                "{'StringEqualsIgnoreCase':{'x:Name':'RED'}} | true",
                "{'StringNotEqualsIgnoreCase':{'x:Name':'RED'}} | false",
                "{'StringNotEquals':{'x:Name':['red','blue']}} | false",
                "{'StringNotEquals':{'x:Absent':'red'}} | true",
                "{'StringEquals':{'x:Absent':'red'}} | false",
                "{'StringEqualsIfExists':{'x:Absent':'red'}} | true",
                "{'StringEqualsIfExists':{'x:Name':'blue'}} | false",
                "{'StringLike':{'x:Name':'r?*'}} | true",
                "{'StringEquals':{'x:Name':'r*'}} | false",
                "{'StringNotLike':{'x:Name':'b*'}} | true",
                "{'StringEquals':{'x:Name':'red','x:Size':'43'}} | false",
                "{'NumericEquals':{'x:Size':'42.0'}} | true",
                "{'NumericNotEquals':{'x:Size':42}} | false",
                "{'NumericLessThan':{'x:Size':42}} | false",
                "{'NumericLessThanEquals':{'x:Size':42}} | true",
                "{'NumericGreaterThan':{'x:Size':'-1.5'}} | true",
                "{'NumericGreaterThanEquals':{'x:Size':'43'}} | false",
                "{'NumericLessThan':{'x:Size':'many'}} | false",
                "{'NumericLessThan':{'x:Name':'1'}} | false",
                "{'DateEquals':{'aws:CurrentTime':'2026-05-06T12:00:00+02:00'}} | true",
                "{'DateNotEquals':{'aws:CurrentTime':'2026-05-06T10:00:00Z'}} | false",
                "{'DateLessThan':{'aws:CurrentTime':'2026-05-07'}} | true",
                "{'DateLessThanEquals':{'aws:CurrentTime':'2026-05-06T10:00Z'}} | true",
                "{'DateGreaterThan':{'aws:CurrentTime':'2027'}} | false",
                "{'DateGreaterThanEquals':{'aws:EpochTime':'1700000000'}} | true",
                "{'DateGreaterThan':{'aws:CurrentTime':'yesterday'}} | false",
                "{'Bool':{'aws:SecureTransport':'False'}} | true",
                "{'Bool':{'aws:SecureTransport':true}} | false",
                "{'BinaryEquals':{'x:Bytes':'AQID'}} | true",
                "{'BinaryEquals':{'x:Bytes':'AQIE'}} | false",
                "{'IpAddress':{'aws:SourceIp':['10.0.0.0/8','203.0.113.0/29']}} | true",
                "{'IpAddress':{'aws:SourceIp':'203.0.113.7'}} | true",
                "{'IpAddress':{'aws:SourceIp':'203.0.113.8/29'}} | false",
                "{'IpAddress':{'aws:SourceIp':'2001:db8::/32'}} | false",
                "{'IpAddress':{'aws:SourceIp':'203.0.113.7/99'}} | false",
                "{'NotIpAddress':{'aws:SourceIp':'203.0.113.0/24'}} | false",
                "{'ArnEquals':{'x:Arn':'arn:aws:sns:*:111122223333:t?pic'}} | true",
                "{'ArnLike':{'x:Arn':'arn:aws:sns:*'}} | false",
                "{'ArnLike':{'x:Arn':'arn:*:*:*:*:*'}} | true",
                "{'ArnNotEquals':{'x:Arn':'arn:aws:sns:us-east-1:111122223333:topic'}} | false",
                "{'ArnNotLike':{'x:Arn':'arn:aws:sqs:*:*:*'}} | true",
                "{'Null':{'x:Absent':'true'}} | true",
                "{'Null':{'x:Name':true}} | false",
                "{'Null':{'x:Name':'false'}} | true",
                "{'ForAllValues:StringEquals':{'x:Keys':['a','b','c']}} | true",
                "{'ForAllValues:StringEquals':{'x:Keys':['a']}} | false",
                "{'ForAllValues:StringEquals':{'x:Absent':['a']}} | true",
                "{'ForAnyValue:StringEquals':{'x:Keys':['b','z']}} | true",
                "{'ForAnyValue:StringEquals':{'x:Keys':['z']}} | false",
                "{'ForAnyValue:StringEquals':{'x:Absent':['z']}} | false",
                "{'ForAnyValue:StringNotEquals':{'x:Keys':['a']}} | true",
                "{'ForAllValues:StringNotEquals':{'x:Keys':['a']}} | false",
                "{'ForAllValues:StringLike':{'x:Keys':'?'}} | true",
                "{'StringEquals':{'aws:username':'alice'}} | true",
                "{'StringEquals':{'aws:PrincipalArn':'arn:aws:iam::111122223333:user/staff/alice'}} | true",
                "{'StringEquals':{'aws:PrincipalAccount':'111122223333','aws:PrincipalType':'User'}} | true",
                "{'StringEquals':{'aws:userid':'AIDAALICE','aws:RequestedRegion':'us-east-1'}} | true",
                "{'StringEquals':{'aws:PrincipalTag/Team':'red'}} | true",
                "{'StringEquals':{'x:Name':'${aws:PrincipalTag/team}'}} | true",
                "{'StringEquals':{'x:Name':'${aws:PrincipalTag/none}'}} | false",
            })
    void conditionsHold(String condition, boolean allowed) {
        Map<String, List<String>> keys = Map.of(
                "x:Name", List.of("red"),
                "x:Size", List.of("42"),
                "x:Bytes", List.of("AQID"),
                "x:Arn", List.of("arn:aws:sns:us-east-1:111122223333:topic"),
                "x:Keys", List.of("a", "b"));
        Case one = new Case(ALICE).keys(keys).tags(Map.of("team", "red")).identity(when(condition));
        assertThat(one.decide().allowed()).as(condition).isEqualTo(allowed);
    }

    @Test
    void callsFromInsideHaveNoAddress() {
        new Case(SESSION)
                .from("lambda.amazonaws.com")
                .identity(when("{'Null':{'aws:SourceIp':'true'}}"))
                .isAllowed();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "home/${aws:username} | home/alice | true",
                "home/${aws:username} | home/bob | false",
                "${aws:PrincipalTag/team}/* | red*/x | true",
                "${aws:PrincipalTag/team}/* | redder/x | false",
                "${aws:PrincipalTag/none, 'all'}/* | all/x | true",
                "${aws:PrincipalTag/none}/* | /x | false",
                "a${*}b${?}c${$} | a*b?c$ | true",
                "a${*}b | axb | false",
                "${aws:username | ${aws:username | true",
            })
    void variablesStandForLiteralText(String pattern, String key, boolean allowed) {
        Case one = new Case(ALICE)
                .tags(Map.of("team", "red*"))
                .access("s3:GetObject", "arn:aws:s3:::" + key)
                .identity(allow("s3:*", "arn:aws:s3:::" + pattern).replace("'all'", "\\u0027all\\u0027"));
        assertThat(one.decide().allowed()).isEqualTo(allowed);
    }

    @Test
    void anUnknownVariableNeverWidensAnAllow() {
        new Case(SESSION)
                .identity("{'Effect':'Allow','Action':'*','NotResource':'arn:aws:s3:::${aws:username}'}")
                .isDenied(NO_IDENTITY);
    }

    @Test
    void sessionTagsWinOverTheRoles() {
        new Case(SESSION)
                .tags(Map.of("Team", "blue"))
                .identity(when("{'StringEquals':{'aws:PrincipalTag/team':'red'}}"))
                .isAllowed();
    }

    @Test
    void theOutcomeNamesTheStatement() {
        Evaluation.Outcome outcome = new Case(ALICE)
                .identity(statement("Allow", "dynamodb:*", "*", ",'Sid':'Writes'"))
                .decide();
        assertThat(outcome.source()).isEqualTo("inline");
        assertThat(outcome.sid()).isEqualTo("Writes");
    }

    @Test
    void sixKilobytesOfWildcardsAreDecidedInFewSteps() {
        String key = "a".repeat(1024);
        for (String hostile : List.of(
                "*a".repeat(3000) + "b",
                "*aaaaaaab*",
                "*" + "a".repeat(70) + "b*",
                "*" + "a".repeat(500) + "b*",
                "*" + "a?".repeat(490) + "b*",
                "?*".repeat(3000))) {
            int copies = 6000 / (hostile.length() + 14);
            String resources =
                    ("\",\"arn:aws:s3:::" + hostile).repeat(Math.max(copies, 1)).substring(3);
            String statements = allow("s3:*", "none").replace("'none'", "[\"" + resources + "\"]");
            Case one = new Case(ALICE)
                    .access("s3:GetObject", "arn:aws:s3:::" + key)
                    .identity(statements);
            assertThat(one.steps()).as(hostile.substring(0, 4)).isLessThan(2_000_000);
        }
    }
}
