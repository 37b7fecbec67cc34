package dev.virga.services.sts;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.virga.api.iam.AcceptDelegationRequestRequest;
import dev.virga.api.iam.AssociateDelegationRequestRequest;
import dev.virga.api.iam.CreateDelegationRequestRequest;
import dev.virga.api.iam.DelegationPermission;
import dev.virga.api.iam.DisableOrganizationsRootCredentialsManagementRequest;
import dev.virga.api.iam.DisableOrganizationsRootSessionsRequest;
import dev.virga.api.iam.DisableOutboundWebIdentityFederationRequest;
import dev.virga.api.iam.EnableOrganizationsRootCredentialsManagementRequest;
import dev.virga.api.iam.EnableOrganizationsRootSessionsRequest;
import dev.virga.api.iam.EnableOutboundWebIdentityFederationRequest;
import dev.virga.api.iam.GenerateOrganizationsAccessReportRequest;
import dev.virga.api.iam.GetAccountSummaryRequest;
import dev.virga.api.iam.GetDelegationRequestRequest;
import dev.virga.api.iam.GetHumanReadableSummaryRequest;
import dev.virga.api.iam.GetOrganizationsAccessReportRequest;
import dev.virga.api.iam.GetOutboundWebIdentityFederationInfoRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListDelegationRequestsRequest;
import dev.virga.api.iam.ListOrganizationsFeaturesRequest;
import dev.virga.api.iam.RejectDelegationRequestRequest;
import dev.virga.api.iam.SendDelegationTokenRequest;
import dev.virga.api.iam.SetSecurityTokenServicePreferencesRequest;
import dev.virga.api.iam.UpdateDelegationRequestRequest;
import dev.virga.api.sts.AssumeRootRequest;
import dev.virga.api.sts.GetDelegatedAccessTokenRequest;
import dev.virga.api.sts.GetWebIdentityTokenRequest;
import dev.virga.api.sts.GetWebIdentityTokenResponse;
import dev.virga.api.sts.PolicyDescriptorType;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Caller;
import dev.virga.services.iam.TestCloud;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tokens for services elsewhere, and what an account without an organization is told.
class OutboundFederationTest {
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

    private static String code(Runnable call) {
        try {
            call.run();
            return "accepted";
        } catch (AwsException e) {
            return e.code();
        }
    }

    private GetWebIdentityTokenResponse token(Caller caller, String algorithm, List<String> audience) {
        return cloud.as(
                caller,
                StsOps.GetWebIdentityToken,
                GetWebIdentityTokenRequest.builder()
                        .audience(audience)
                        .signingAlgorithm(algorithm)
                        .durationSeconds(600)
                        .tags(List.of(dev.virga.api.sts.Tag.builder()
                                .key("team")
                                .value("rain")
                                .build()))
                        .build());
    }

    private String fetch(String url) throws IOException {
        HttpRequest request = new HttpRequest(
                "GET", URI.create(url).getRawPath(), null, new Headers(), Body.EMPTY, "127.0.0.1", false);
        assertThat(cloud.iam.issuerDoor().takes(request)).isTrue();
        return new String(cloud.iam.issuerDoor().handle(request).body.bytes(100_000), StandardCharsets.UTF_8);
    }

    @Test
    void aTokenIsVerifiedByTheKeysThatTheIssuerPublishes() throws Exception {
        String issuer = cloud.call(
                        IamOps.EnableOutboundWebIdentityFederation,
                        EnableOutboundWebIdentityFederationRequest.builder().build())
                .issuerIdentifier();
        Map<?, ?> discovery = (Map<?, ?>) Json.parse(fetch(issuer + "/.well-known/openid-configuration"));
        assertThat(discovery.get("issuer")).isEqualTo(issuer);
        JWKSet keys = JWKSet.parse(fetch(String.valueOf(discovery.get("jwks_uri"))));
        for (String algorithm : List.of("RS256", "ES384")) {
            GetWebIdentityTokenResponse response = token(TestCloud.ROOT, algorithm, List.of("https://api.example.com"));
            JWSObject token = JWSObject.parse(response.webIdentityToken());
            JWK key = keys.getKeyByKeyId(token.getHeader().getKeyID());
            JWSVerifier verifier =
                    algorithm.equals("RS256") ? new RSASSAVerifier(key.toRSAKey()) : new ECDSAVerifier(key.toECKey());
            assertThat(token.verify(verifier)).isTrue();
            Map<String, Object> claims = token.getPayload().toJSONObject();
            assertThat(claims)
                    .containsEntry("iss", issuer)
                    .containsEntry("sub", "arn:aws:iam::111122223333:root")
                    .containsEntry("aud", "https://api.example.com")
                    .containsEntry("exp", TestCloud.START.getEpochSecond() + 600);
            assertThat(claims.get("https://sts.amazonaws.com/").toString())
                    .contains("aws_account=111122223333", "request_tags={team=rain}");
            assertThat(response.expiration()).isEqualTo(TestCloud.START.plusSeconds(600));
        }
        assertThat(code(() -> token(TestCloud.ROOT, "HS256", List.of("a")))).isEqualTo("ValidationError");
    }

    @Test
    void objectsOfBucketsWhoseKeysLookLikeAnIssuerStayObjects() {
        for (String bucket : List.of("b.s3.us-east-1.amazonaws.com", "b.s3-us-east-1.example", "b.localhost:4566")) {
            HttpRequest request = new HttpRequest(
                    "GET",
                    "/_aws/web-identity/a",
                    null,
                    new Headers().add("Host", bucket),
                    Body.EMPTY,
                    "127.0.0.1",
                    false);
            assertThat(cloud.iam.issuerDoor().takes(request)).as(bucket).isFalse();
        }
    }

    @Test
    void federationIsSwitchedOnAndOffAndKeepsItsIssuer() {
        Runnable enable = () -> cloud.call(
                IamOps.EnableOutboundWebIdentityFederation,
                EnableOutboundWebIdentityFederationRequest.builder().build());
        Runnable disable = () -> cloud.call(
                IamOps.DisableOutboundWebIdentityFederation,
                DisableOutboundWebIdentityFederationRequest.builder().build());
        Runnable info = () -> cloud.call(
                IamOps.GetOutboundWebIdentityFederationInfo,
                GetOutboundWebIdentityFederationInfoRequest.builder().build());
        Runnable token = () -> token(TestCloud.ROOT, "RS256", List.of("a"));
        assertThat(code(disable)).isEqualTo("FeatureDisabled");
        assertThat(code(info)).isEqualTo("FeatureDisabled");
        assertThat(code(token)).isEqualTo("OutboundWebIdentityFederationDisabledException");
        assertThat(code(enable)).isEqualTo("accepted");
        assertThat(code(enable)).isEqualTo("FeatureEnabled");
        assertThat(code(info)).isEqualTo("accepted");
        assertThat(code(disable)).isEqualTo("accepted");
        assertThat(code(token)).isEqualTo("OutboundWebIdentityFederationDisabledException");
        assertThat(code(enable)).isEqualTo("accepted");
    }

    @Test
    void anAccountWithoutAnOrganizationIsToldSo() {
        String id = "00000000-0000-0000-0000-000000000000";
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put(
                "OrganizationNotFoundException 1",
                () -> cloud.call(
                        IamOps.ListOrganizationsFeatures,
                        ListOrganizationsFeaturesRequest.builder().build()));
        calls.put(
                "OrganizationNotFoundException 2",
                () -> cloud.call(
                        IamOps.EnableOrganizationsRootSessions,
                        EnableOrganizationsRootSessionsRequest.builder().build()));
        calls.put(
                "OrganizationNotFoundException 3",
                () -> cloud.call(
                        IamOps.DisableOrganizationsRootSessions,
                        DisableOrganizationsRootSessionsRequest.builder().build()));
        calls.put(
                "OrganizationNotFoundException 4",
                () -> cloud.call(
                        IamOps.EnableOrganizationsRootCredentialsManagement,
                        EnableOrganizationsRootCredentialsManagementRequest.builder()
                                .build()));
        calls.put(
                "OrganizationNotFoundException 5",
                () -> cloud.call(
                        IamOps.DisableOrganizationsRootCredentialsManagement,
                        DisableOrganizationsRootCredentialsManagementRequest.builder()
                                .build()));
        calls.put(
                "OrganizationNotFoundException 6",
                () -> cloud.call(
                        IamOps.GenerateOrganizationsAccessReport,
                        GenerateOrganizationsAccessReportRequest.builder()
                                .entityPath("o-a1b2c3d4e5/r-f6g7h8i9j0")
                                .build()));
        calls.put(
                "NoSuchEntity 7",
                () -> cloud.call(
                        IamOps.GetOrganizationsAccessReport,
                        GetOrganizationsAccessReportRequest.builder().jobId(id).build()));
        calls.put(
                "AccessDenied 8",
                () -> cloud.call(
                        StsOps.AssumeRoot,
                        AssumeRootRequest.builder()
                                .targetPrincipal("111122223333")
                                .taskPolicyArn(PolicyDescriptorType.builder()
                                        .arn("arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials")
                                        .build())
                                .build()));
        calls.forEach((expected, call) -> assertThat(code(call) + expected.substring(expected.indexOf(' ')))
                .isEqualTo(expected));
    }

    @Test
    void thereAreNoDelegationRequests() {
        String id = "00000000-0000-0000-0000-000000000000";
        List<Runnable> gone = List.of(
                () -> cloud.call(
                        IamOps.AcceptDelegationRequest,
                        AcceptDelegationRequestRequest.builder()
                                .delegationRequestId(id)
                                .build()),
                () -> cloud.call(
                        IamOps.AssociateDelegationRequest,
                        AssociateDelegationRequestRequest.builder()
                                .delegationRequestId(id)
                                .build()),
                () -> cloud.call(
                        IamOps.GetDelegationRequest,
                        GetDelegationRequestRequest.builder()
                                .delegationRequestId(id)
                                .build()),
                () -> cloud.call(
                        IamOps.RejectDelegationRequest,
                        RejectDelegationRequestRequest.builder()
                                .delegationRequestId(id)
                                .build()),
                () -> cloud.call(
                        IamOps.SendDelegationToken,
                        SendDelegationTokenRequest.builder()
                                .delegationRequestId(id)
                                .build()),
                () -> cloud.call(
                        IamOps.UpdateDelegationRequest,
                        UpdateDelegationRequestRequest.builder()
                                .delegationRequestId(id)
                                .build()),
                () -> cloud.call(
                        IamOps.GetHumanReadableSummary,
                        GetHumanReadableSummaryRequest.builder()
                                .entityArn("arn:aws:iam::111122223333:delegation-request/" + id)
                                .build()));
        gone.forEach(call -> assertThat(code(call)).isEqualTo("NoSuchEntity"));
        assertThat(code(() -> cloud.call(
                        IamOps.CreateDelegationRequest,
                        CreateDelegationRequestRequest.builder()
                                .description("x")
                                .permissions(DelegationPermission.builder().build())
                                .requestorWorkflowId("workflow")
                                .notificationChannel("channel")
                                .sessionDuration(300)
                                .build())))
                .isEqualTo("AccessDenied");
        assertThat(cloud.call(
                                IamOps.ListDelegationRequests,
                                ListDelegationRequestsRequest.builder().build())
                        .delegationRequests())
                .isEmpty();
        assertThat(code(() -> cloud.call(
                        StsOps.GetDelegatedAccessToken,
                        GetDelegatedAccessTokenRequest.builder()
                                .tradeInToken("x")
                                .build())))
                .isEqualTo("ExpiredTradeInTokenException");
    }

    @Test
    void theVersionOfTokensIsInTheSummary() {
        for (int version : List.of(2, 1)) {
            cloud.call(
                    IamOps.SetSecurityTokenServicePreferences,
                    SetSecurityTokenServicePreferencesRequest.builder()
                            .globalEndpointTokenVersion("v" + version + "Token")
                            .build());
            assertThat(cloud.call(
                                    IamOps.GetAccountSummary,
                                    GetAccountSummaryRequest.builder().build())
                            .summaryMap())
                    .containsEntry("GlobalEndpointTokenVersion", version);
        }
    }
}
