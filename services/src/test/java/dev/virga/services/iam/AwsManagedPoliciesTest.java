package dev.virga.services.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.iam.AttachRolePolicyRequest;
import dev.virga.api.iam.CreateRoleRequest;
import dev.virga.api.iam.GetPolicyRequest;
import dev.virga.api.iam.GetPolicyVersionRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListPoliciesRequest;
import dev.virga.api.iam.ListPoliciesResponse;
import dev.virga.api.iam.Policy;
import dev.virga.kernel.policy.PolicyDocument;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsManagedPoliciesTest {
    private static final String BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

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

    private List<Policy> list(ListPoliciesRequest request) {
        List<Policy> all = new ArrayList<>();
        String marker = null;
        do {
            ListPoliciesResponse page = cloud.call(
                    IamOps.ListPolicies, request.toBuilder().marker(marker).build());
            all.addAll(page.policies());
            marker = page.marker();
        } while (marker != null);
        return all;
    }

    @Test
    void allAreThereOnAnEmptyCloud() {
        List<Policy> all =
                list(ListPoliciesRequest.builder().scope("AWS").maxItems(700).build());
        assertThat(all)
                .hasSizeGreaterThan(1_400)
                .extracting(Policy::arn)
                .doesNotHaveDuplicates()
                .contains(BASIC);
        assertThat(list(ListPoliciesRequest.builder()
                        .pathPrefix("/job-function/")
                        .maxItems(10)
                        .build()))
                .hasSizeGreaterThan(10)
                .extracting(Policy::arn)
                .allMatch(arn -> arn.startsWith("arn:aws:iam::aws:policy/job-function/"));
    }

    @Test
    void eachDocumentIsOneThatIamAccepts() {
        AwsManagedPolicies policies = new AwsManagedPolicies();
        List<dev.virga.services.iam.Policy> all = policies.all();
        for (dev.virga.services.iam.Policy policy : all) {
            assertThat(PolicyDocument.parse(policy.document()))
                    .as(policy.name())
                    .isNotNull();
            assertThat(policies.find(policy.arn())).isEqualTo(policy);
        }
    }

    @Test
    void aPolicyIsShownAsAwsShowsIt() {
        Policy policy = cloud.call(
                        IamOps.GetPolicy,
                        GetPolicyRequest.builder().policyArn(BASIC).build())
                .policy();
        assertThat(policy.path()).isEqualTo("/service-role/");
        assertThat(policy.defaultVersionId()).isEqualTo("v1");
        assertThat(policy.createDate()).isEqualTo("2015-04-09T15:03:43Z");
        String document = cloud.call(
                        IamOps.GetPolicyVersion,
                        GetPolicyVersionRequest.builder()
                                .policyArn(BASIC)
                                .versionId("v1")
                                .build())
                .policyVersion()
                .document();
        assertThat(URLDecoder.decode(document, StandardCharsets.UTF_8)).contains("\"logs:PutLogEvents\"");
    }

    @Test
    void usesAreCountedInTheAccount() {
        cloud.call(
                IamOps.CreateRole,
                CreateRoleRequest.builder()
                        .roleName("orders")
                        .permissionsBoundary("arn:aws:iam::aws:policy/PowerUserAccess")
                        .assumeRolePolicyDocument(
                                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                        + "\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"}}]}")
                        .build());
        cloud.call(
                IamOps.AttachRolePolicy,
                AttachRolePolicyRequest.builder()
                        .roleName("orders")
                        .policyArn(BASIC)
                        .build());
        assertThat(list(ListPoliciesRequest.builder().onlyAttached(true).build()))
                .extracting(Policy::arn, Policy::attachmentCount)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(BASIC, 1));
        assertThat(list(ListPoliciesRequest.builder()
                        .policyUsageFilter("PermissionsBoundary")
                        .build()))
                .extracting(Policy::policyName, Policy::permissionsBoundaryUsageCount)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("PowerUserAccess", 1));
    }
}
