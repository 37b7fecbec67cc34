package dev.virga.kernel.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every combination of what policies may say, against the rules as AWS's user guide states them:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
class EvaluationMatrixTest {
    private static final String ACCOUNT = "111122223333";
    private static final String OTHER = "444455556666";
    private static final Caller USER = new Caller.User(ACCOUNT, "/", "ada", "AIDAEXAMPLE");
    private static final Caller SESSION =
            new Caller.Session(ACCOUNT, "/", "deploy", "AROAEXAMPLE", "build", null, Map.of());

    /// What a policy says about the request; NONE: there is no such policy.
    private enum Says {
        NONE,
        SILENT,
        ALLOW,
        DENY
    }

    /// Whom the policy of the resource names.
    private enum Named {
        NOBODY,
        ACCOUNT,
        ROLE,
        CALLER,
        EVERYBODY,
        DENIED
    }

    private record Case(
            Caller caller, boolean sameAccount, Says identity, Says boundary, Says session, Named resource) {
        /// The guide's flow, in its order.
        boolean expected() {
            if (identity == Says.DENY || boundary == Says.DENY || session == Says.DENY || resource == Named.DENIED) {
                return false;
            }
            boolean identityAllows = identity == Says.ALLOW;
            boolean within = boundary != Says.SILENT && session != Says.SILENT;
            if (!sameAccount) {
                return resource != Named.NOBODY && identityAllows && within;
            }
            return switch (resource) {
                // A policy that names the very user or session grants to it directly.
                case CALLER -> true;
                // The one that names the role grants to the role, whose sessions are limited.
                case ROLE, EVERYBODY -> within;
                default -> identityAllows && within;
            };
        }

        boolean decided() {
            Access access = Access.to(
                    "sqs:SendMessage", "arn:aws:sqs:us-east-1:" + (sameAccount ? ACCOUNT : OTHER) + ":orders");
            Call call = new Call(
                    caller, ACCOUNT, "us-east-1", "request", null, Instant.EPOCH, "203.0.113.7", true, "http://here");
            PolicyDocument own = document(identity, "");
            List<Evaluation.Source> sources =
                    own == null ? List.of() : List.of(Evaluation.Source.inline("inline", own));
            PolicyDocument edge = document(boundary, "");
            Evaluation.Source limit = edge == null
                    ? null
                    : new Evaluation.Source(Explanation.Kind.BOUNDARY, "arn:aws:iam::1:policy/edge", null, edge);
            return Evaluation.decide(
                            new RequestContext(access, call, Map.of()),
                            new Evaluation.Policies(sources, limit, document(session, ""), ofResource()))
                    .allowed();
        }

        private @Nullable PolicyDocument ofResource() {
            String role = "arn:aws:iam::" + ACCOUNT + ":role/deploy";
            return switch (resource) {
                case NOBODY -> document(Says.ALLOW, "arn:aws:iam::" + OTHER + ":user/somebody-else");
                case ACCOUNT -> document(Says.ALLOW, "arn:aws:iam::" + EvaluationMatrixTest.ACCOUNT + ":root");
                case ROLE -> document(Says.ALLOW, caller instanceof Caller.Session ? role : "*");
                case CALLER -> document(Says.ALLOW, caller.arn());
                case EVERYBODY -> document(Says.ALLOW, "*");
                case DENIED -> document(Says.DENY, caller.arn());
            };
        }

        private static @Nullable PolicyDocument document(Says says, String principal) {
            String action = says == Says.SILENT ? "sqs:ReceiveMessage" : "sqs:Send*";
            String effect = says == Says.DENY ? "Deny" : "Allow";
            String whom = principal.isEmpty() ? "" : ",\"Principal\":{\"AWS\":\"" + principal + "\"}";
            return says == Says.NONE
                    ? null
                    : PolicyDocument.parse("{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"" + effect
                            + "\",\"Action\":\"" + action + "\",\"Resource\":\"*\"" + whom + "}}");
        }
    }

    @Test
    void everyCombinationIsDecidedAsTheGuideSays() {
        List<String> wrong = new ArrayList<>();
        int cases = 0;
        for (Caller caller : List.of(USER, SESSION)) {
            for (boolean sameAccount : new boolean[] {true, false}) {
                for (Says identity : Says.values()) {
                    for (Says boundary : Says.values()) {
                        for (Says session : caller == USER ? new Says[] {Says.NONE} : Says.values()) {
                            for (Named resource : Named.values()) {
                                Case one = new Case(caller, sameAccount, identity, boundary, session, resource);
                                cases++;
                                if (one.decided() != one.expected()) {
                                    wrong.add(one + " should be " + one.expected());
                                }
                            }
                        }
                    }
                }
            }
        }
        assertThat(cases).isEqualTo(960);
        assertThat(String.join("\n", wrong)).isEmpty();
    }
}
