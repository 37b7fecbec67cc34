package dev.virga.services.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.iam.AddUserToGroupRequest;
import dev.virga.api.iam.AttachUserPolicyRequest;
import dev.virga.api.iam.ContextEntry;
import dev.virga.api.iam.CreateGroupRequest;
import dev.virga.api.iam.CreateUserRequest;
import dev.virga.api.iam.EvaluationResult;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.PutGroupPolicyRequest;
import dev.virga.api.iam.PutUserPolicyRequest;
import dev.virga.api.iam.ResourceSpecificResult;
import dev.virga.api.iam.SimulateCustomPolicyRequest;
import dev.virga.api.iam.SimulatePolicyResponse;
import dev.virga.api.iam.SimulatePrincipalPolicyRequest;
import dev.virga.api.iam.Statement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {
    private static final String ALICE = "arn:aws:iam::111122223333:user/alice";

    @TempDir
    Path folder;

    private TestCloud cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new TestCloud(folder);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String policy(String effect, String action, String resource, String more) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"" + effect + "\",\"Action\":\"" + action
                + "\",\"Resource\":\"" + resource + "\"" + more + "}]}";
    }

    private SimulatePolicyResponse custom(SimulateCustomPolicyRequest.Builder request) {
        return cloud.call(IamOps.SimulateCustomPolicy, request.build());
    }

    private void alice() {
        cloud.call(
                IamOps.CreateUser, CreateUserRequest.builder().userName("alice").build());
        cloud.call(
                IamOps.CreateGroup,
                CreateGroupRequest.builder().groupName("ops").build());
        cloud.call(
                IamOps.AddUserToGroup,
                AddUserToGroupRequest.builder()
                        .groupName("ops")
                        .userName("alice")
                        .build());
        cloud.call(
                IamOps.PutGroupPolicy,
                PutGroupPolicyRequest.builder()
                        .groupName("ops")
                        .policyName("queues")
                        .policyDocument(policy("Allow", "sqs:*", "*", ""))
                        .build());
        cloud.call(
                IamOps.PutUserPolicy,
                PutUserPolicyRequest.builder()
                        .userName("alice")
                        .policyName("own")
                        .policyDocument(policy("Allow", "s3:*", "arn:aws:s3:::${aws:username}/*", ""))
                        .build());
        cloud.call(
                IamOps.AttachUserPolicy,
                AttachUserPolicyRequest.builder()
                        .userName("alice")
                        .policyArn("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
                        .build());
    }

    private SimulatePolicyResponse principal(SimulatePrincipalPolicyRequest.Builder request) {
        return cloud.call(
                IamOps.SimulatePrincipalPolicy, request.policySourceArn(ALICE).build());
    }

    @Test
    void theStatementsThatDecideAreNamedWithTheirPlaces() {
        EvaluationResult result = custom(SimulateCustomPolicyRequest.builder()
                        .policyInputList(List.of(policy("Allow", "s3:*", "*", ""), policy("Deny", "s3:Put*", "*", "")))
                        .actionNames(List.of("s3:PutObject")))
                .evaluationResults()
                .getFirst();
        assertThat(result.evalDecision()).isEqualTo("explicitDeny");
        assertThat(result.evalResourceName()).isEqualTo("*");
        Statement deny = result.matchedStatements().getFirst();
        assertThat(result.matchedStatements()).hasSize(1);
        assertThat(deny.sourcePolicyId()).isEqualTo("PolicyInputList.2");
        assertThat(deny.startPosition().line()).isEqualTo(1);
        assertThat(deny.startPosition().column()).isEqualTo(38);
        assertThat(deny.endPosition().column()).isEqualTo(89);
    }

    @Test
    void keysThatNobodyGaveAreMissingAndGivenOnesDecide() {
        String onlyHome =
                policy("Allow", "s3:*", "*", ",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}}");
        SimulateCustomPolicyRequest.Builder request = SimulateCustomPolicyRequest.builder()
                .policyInputList(List.of(onlyHome))
                .actionNames(List.of("s3:GetObject"));
        EvaluationResult without = custom(request).evaluationResults().getFirst();
        assertThat(without.evalDecision()).isEqualTo("implicitDeny");
        assertThat(without.missingContextValues()).containsExactly("aws:SourceIp");
        ContextEntry entry = ContextEntry.builder()
                .contextKeyName("aws:SourceIp")
                .contextKeyType("ip")
                .contextKeyValues(List.of("10.1.2.3"))
                .build();
        EvaluationResult with = custom(request.contextEntries(List.of(entry)))
                .evaluationResults()
                .getFirst();
        assertThat(with.evalDecision()).isEqualTo("allowed");
        assertThat(with.missingContextValues()).isEmpty();
    }

    @Test
    void aUserHasItsOwnPoliciesThoseOfItsGroupsAndManagedOnes() {
        alice();
        List<EvaluationResult> results = principal(SimulatePrincipalPolicyRequest.builder()
                        .actionNames(List.of("sqs:SendMessage", "s3:GetObject", "s3:PutObject"))
                        .resourceArns(List.of("arn:aws:s3:::alice/x", "arn:aws:s3:::bob/x")))
                .evaluationResults();
        assertThat(results)
                .extracting(EvaluationResult::evalDecision)
                .containsExactly("allowed", "allowed", "implicitDeny");
        assertThat(results.getFirst().matchedStatements())
                .extracting(Statement::sourcePolicyId)
                .contains("group_ops_queues");
        assertThat(results.get(1).matchedStatements())
                .extracting(Statement::sourcePolicyId)
                .contains("user_alice_own", "AmazonS3ReadOnlyAccess");
        assertThat(results.get(2).resourceSpecificResults())
                .extracting(ResourceSpecificResult::evalResourceDecision)
                .containsExactly("allowed", "implicitDeny");
    }

    @Test
    void boundariesAndResourcePoliciesTakePart() {
        alice();
        SimulatePrincipalPolicyRequest.Builder request = SimulatePrincipalPolicyRequest.builder()
                .actionNames(List.of("sqs:SendMessage"))
                .resourceArns(List.of("arn:aws:sqs:us-east-1:111122223333:q"))
                .permissionsBoundaryPolicyInputList(List.of(policy("Allow", "s3:*", "*", "")));
        EvaluationResult limited = principal(request).evaluationResults().getFirst();
        assertThat(limited.evalDecision()).isEqualTo("implicitDeny");
        assertThat(limited.permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary())
                .isFalse();
        String toAlice = policy("Allow", "sqs:*", "*", ",\"Principal\":{\"AWS\":\"" + ALICE + "\"}");
        EvaluationResult named =
                principal(request.resourcePolicy(toAlice)).evaluationResults().getFirst();
        assertThat(named.evalDecision()).isEqualTo("allowed");
        assertThat(named.matchedStatements())
                .extracting(Statement::sourcePolicyType)
                .contains("Resource Policy");
    }

    @Test
    void resultsComeInPages() {
        SimulateCustomPolicyRequest.Builder request = SimulateCustomPolicyRequest.builder()
                .policyInputList(List.of(policy("Allow", "*", "*", "")))
                .actionNames(List.of("a:One", "a:Two", "a:Three"))
                .maxItems(2);
        SimulatePolicyResponse first = custom(request);
        assertThat(first.isTruncated()).isTrue();
        SimulatePolicyResponse second = custom(request.marker(first.marker()));
        assertThat(second.isTruncated()).isFalse();
        assertThat(second.evaluationResults())
                .extracting(EvaluationResult::evalActionName)
                .containsExactly("a:Three");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        SimulateCustomPolicyRequest.Builder request = SimulateCustomPolicyRequest.builder()
                .policyInputList(List.of(policy("Allow", "*", "*", "")))
                .actionNames(List.of("a:One"));
        assertThatThrownBy(() -> custom(request.resourceHandlingOption("EC2-VPC-InstanceStore")))
                .hasMessageContaining("iam:SimulateCustomPolicy with ResourceHandlingOption");
        request.resourceHandlingOption(null);
        assertThatThrownBy(() -> custom(request.resourcePolicy(policy("Allow", "*", "*", ",\"Principal\":\"*\""))))
                .hasMessageContaining("CallerArn is required");
        assertThatThrownBy(() -> custom(SimulateCustomPolicyRequest.builder()
                        .policyInputList(List.of("{"))
                        .actionNames(List.of("a:One"))))
                .hasMessageContaining("Syntax errors");
        assertThatThrownBy(() -> custom(SimulateCustomPolicyRequest.builder()
                        .policyInputList(List.of(policy("Allow", "*", "*", "")))
                        .actionNames(List.of("GetObject"))))
                .hasMessageContaining("Invalid action");
        assertThatThrownBy(() -> cloud.call(
                        IamOps.SimulatePrincipalPolicy,
                        SimulatePrincipalPolicyRequest.builder()
                                .policySourceArn("arn:aws:iam::111122223333:thing/x")
                                .actionNames(List.of("a:One"))
                                .build()))
                .hasMessageContaining("does not clearly define entity type and name");
    }
}
