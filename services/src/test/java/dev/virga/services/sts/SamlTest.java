package dev.virga.services.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.iam.CreateRoleRequest;
import dev.virga.api.iam.CreateSAMLProviderRequest;
import dev.virga.api.iam.DeleteSAMLProviderRequest;
import dev.virga.api.iam.GetSAMLProviderRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListSAMLProviderTagsRequest;
import dev.virga.api.iam.ListSAMLProvidersRequest;
import dev.virga.api.iam.Tag;
import dev.virga.api.iam.TagSAMLProviderRequest;
import dev.virga.api.iam.UntagSAMLProviderRequest;
import dev.virga.api.iam.UpdateSAMLProviderRequest;
import dev.virga.api.sts.AssumeRoleWithSAMLRequest;
import dev.virga.api.sts.AssumeRoleWithSAMLResponse;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Credentials;
import dev.virga.services.iam.TestCertificates;
import dev.virga.services.iam.TestCloud;
import dev.virga.wire.AwsException;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Roles for people whom a SAML identity provider vouches for.
class SamlTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/people";
    private static final String PROVIDER = "arn:aws:iam::111122223333:saml-provider/corp";

    private static TestCertificates.Issued idp;
    private static TestCertificates.Issued other;

    @TempDir
    Path folder;

    private TestCloud cloud;
    private TestSaml saml;

    @BeforeAll
    static void make() throws Exception {
        idp = TestCertificates.of("idp", "RSA");
        other = TestCertificates.of("other", "RSA");
    }

    @BeforeEach
    void open() throws Exception {
        cloud = new TestCloud(folder);
        cloud.call(
                IamOps.CreateSAMLProvider,
                CreateSAMLProviderRequest.builder()
                        .name("corp")
                        .samlMetadataDocument(TestSaml.metadata(idp, ""))
                        .tags(List.of(Tag.builder().key("team").value("rain").build()))
                        .build());
        role("people", """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"%s"},
                "Action":["sts:AssumeRoleWithSAML","sts:TagSession","sts:SetSourceIdentity"],
                "Condition":{"StringEquals":{"saml:aud":"https://signin.aws.amazon.com/saml",
                "saml:sub_type":"persistent","saml:iss":"https://idp.example.com/saml"},
                "StringLike":{"saml:sub":"*@example.com"}}}]}""".formatted(PROVIDER));
        saml = new TestSaml(idp, TestCloud.START, ROLE, PROVIDER);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private void role(String name, String trust) {
        cloud.call(
                IamOps.CreateRole,
                CreateRoleRequest.builder()
                        .roleName(name)
                        .assumeRolePolicyDocument(trust)
                        .maxSessionDuration(7200)
                        .build());
    }

    private AssumeRoleWithSAMLRequest.Builder request(String xml) {
        return AssumeRoleWithSAMLRequest.builder()
                .roleArn(ROLE)
                .principalArn(PROVIDER)
                .samlAssertion(TestSaml.encoded(xml));
    }

    private AssumeRoleWithSAMLResponse assume(String xml) {
        return cloud.as(
                new Caller.Anonymous(), StsOps.AssumeRoleWithSAML, request(xml).build());
    }

    private String refusal(AssumeRoleWithSAMLRequest request) {
        return refusal(StsOps.AssumeRoleWithSAML, request);
    }

    private <I extends Struct> String refusal(Op<I, ?> op, I input) {
        try {
            cloud.as(op == StsOps.AssumeRoleWithSAML ? new Caller.Anonymous() : TestCloud.ROOT, op, input);
            return "accepted";
        } catch (AwsException e) {
            return e.code();
        }
    }

    private Caller.Session session(AssumeRoleWithSAMLResponse response) {
        Credentials.Found found = cloud.iam
                .credentials()
                .find(
                        response.credentials().accessKeyId(),
                        response.credentials().sessionToken(),
                        cloud.time.instant());
        return (Caller.Session) Objects.requireNonNull(found).caller();
    }

    @Test
    void aSignedAssertionOpensASessionWithTagsAndIdentity() throws Exception {
        saml.attributes.put(TestSaml.ATTRIBUTES + "PrincipalTag:Department", List.of("ops"));
        saml.attributes.put(TestSaml.ATTRIBUTES + "PrincipalTag:Level", List.of("3"));
        saml.attributes.put(TestSaml.ATTRIBUTES + "TransitiveTagKeys", List.of("Department"));
        saml.attributes.put(TestSaml.ATTRIBUTES + "SourceIdentity", List.of("ada.l"));
        saml.attributes.put(TestSaml.ATTRIBUTES + "SessionDuration", List.of("7200"));
        for (String xml : List.of(saml.signedAssertion(), saml.signedResponse())) {
            AssumeRoleWithSAMLResponse response = assume(xml);
            assertThat(response.subject()).isEqualTo("ada@example.com");
            assertThat(response.subjectType()).isEqualTo("persistent");
            assertThat(response.issuer()).isEqualTo(TestSaml.ENTITY);
            assertThat(response.audience()).isEqualTo(TestSaml.RECIPIENT);
            assertThat(response.nameQualifier()).hasSize(28);
            assertThat(response.sourceIdentity()).isEqualTo("ada.l");
            assertThat(response.assumedRoleUser().arn()).endsWith(":assumed-role/people/ada");
            assertThat(response.credentials().expiration()).isEqualTo(TestCloud.START.plus(Duration.ofHours(2)));
            Caller.Session session = session(response);
            assertThat(session.tags()).isEqualTo(Map.of("Department", "ops", "Level", "3"));
            Caller.Token token = Objects.requireNonNull(session.token());
            assertThat(token.transitiveTags()).containsExactly("Department");
            assertThat(token.provider()).isEqualTo(PROVIDER);
            assertThat(token.keys()).containsEntry("saml:sub", List.of("ada@example.com"));
        }
    }

    @Test
    void theProvidersSessionEndsOursAsWell() throws Exception {
        saml.sessionEnd = "SessionNotOnOrAfter=\"" + TestCloud.START.plusSeconds(1200) + "\"";
        assertThat(assume(saml.signedAssertion()).credentials().expiration())
                .isEqualTo(TestCloud.START.plusSeconds(1200));
    }

    /// What is done to a response, and what AWS says to it.
    @Test
    void whatWasTamperedWithIsRefused() throws Exception {
        String good = saml.signedAssertion();
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("unsigned", saml.response(saml.assertion("_assertion")));
        bad.put("wrong key", new TestSaml(other, TestCloud.START, ROLE, PROVIDER).signedAssertion());
        bad.put("changed", good.replace("ada@example.com", "root@example.com"));
        bad.put("comment in the name", good.replace("ada@example.com", "ada@example.com<!-- -->.evil"));
        bad.put("instruction in the name", good.replace("ada@example.com", "ada@example.com<?x y?>.evil"));
        String evil = saml.assertion("_evil").replace("ada@", "root@");
        String signed = good.substring(good.indexOf("<saml:Assertion"), good.indexOf("</samlp:Response>"));
        bad.put("wrapped: beside", good.replace("<saml:Assertion", evil + "<saml:Assertion"));
        bad.put(
                "wrapped: same id",
                good.replace("<saml:Assertion", evil.replace("_evil", "_assertion") + "<saml:Assertion"));
        bad.put("wrapped: in extensions", saml.response("<samlp:Extensions>" + signed + "</samlp:Extensions>" + evil));
        bad.put("wrapped: in the signature", wrappedInSignature(signed, evil));
        bad.put("signature of another element", otherElement());
        bad.put("doctype", "<!DOCTYPE r [<!ENTITY e \"x\">]>" + good.substring(good.indexOf("?>") + 2));
        bad.put("not xml", "hello");
        bad.put("deep", "<a>".repeat(500) + "</a>".repeat(500));
        bad.put("value that is no base64", good.replaceAll("(?s)(SignatureValue[^>]*>)[^<]+<", "$1A<"));
        bad.put("digest that is no base64", good.replaceAll("(?s)(DigestValue[^>]*>)[^<]+<", "$1A<"));
        bad.put("too many elements", good.replace("</samlp:Status>", "</samlp:Status>" + "<a/>".repeat(5_000)));
        bad.forEach((how, xml) ->
                assertThat(how + ": " + refusal(request(xml).build())).isEqualTo(how + ": InvalidIdentityToken"));
        assertThat(refusal(request(good).build())).isEqualTo("accepted");
    }

    /// The signed assertion goes into an object of its own signature, which moves to the evil one.
    private String wrappedInSignature(String signed, String evil) {
        int from = signed.indexOf("<ds:Signature");
        from = from < 0 ? signed.indexOf("<Signature") : from;
        String close = signed.contains("</ds:Signature>") ? "</ds:Signature>" : "</Signature>";
        int to = signed.indexOf(close) + close.length();
        String signature = signed.substring(from, to);
        String original = signed.substring(0, from) + signed.substring(to);
        String object = "<Object xmlns=\"http://www.w3.org/2000/09/xmldsig#\">" + original + "</Object>";
        String holding = signature.replace(close, object + close);
        return saml.response(evil.replace("</saml:Issuer>", "</saml:Issuer>" + holding));
    }

    /// A signature that is right, of something that says nothing.
    private String otherElement() throws Exception {
        String harmless = saml.response("<samlp:Extensions ID=\"_harmless\"><a/></samlp:Extensions>");
        String signed = saml.sign(harmless, "Extensions");
        return signed.replace("</samlp:Response>", saml.assertion("_assertion") + "</samlp:Response>");
    }

    /// One claim is other than it should be; the signature is right.
    private interface Claim {
        void change(TestSaml saml);
    }

    @Test
    void whatTheProviderSaysWrongIsRefusedByName() throws Exception {
        Map<String, Claim> cases = new LinkedHashMap<>();
        cases.put("InvalidIdentityToken: audience", s -> s.audience = "https://else.example.com");
        cases.put("InvalidIdentityToken: recipient", s -> s.recipient = "https://signin.aws.amazon.com.evil/saml");
        cases.put("InvalidIdentityToken: audience as addressed", s -> s.audience = "http://127.0.0.1:4566/saml");
        cases.put("InvalidIdentityToken: recipient as addressed", s -> s.recipient = "http://127.0.0.1:4566/saml");
        cases.put("accepted: this cloud's audience", s -> s.audience = TestCloud.ENDPOINT + "/saml");
        cases.put("AccessDenied: this cloud's recipient", s -> s.recipient = TestCloud.ENDPOINT + "/saml");
        cases.put("InvalidIdentityToken: issuer", s -> s.issuer = "https://else.example.com");
        cases.put("InvalidIdentityToken: future", s -> s.notBefore = TestCloud.START.plusSeconds(120));
        cases.put("ExpiredTokenException: past", s -> s.notOnOrAfter = TestCloud.START);
        cases.put("ExpiredTokenException: old", s -> s.issued = TestCloud.START.minusSeconds(301));
        cases.put("IDPRejectedClaim: status", s -> s.status = "AuthnFailed");
        cases.put("InvalidIdentityToken: no name", s -> s.attributes.remove(TestSaml.ATTRIBUTES + "RoleSessionName"));
        cases.put(
                "InvalidIdentityToken: bad name",
                s -> s.attributes.put(TestSaml.ATTRIBUTES + "RoleSessionName", List.of("a b")));
        cases.put(
                "IDPRejectedClaim: bad tag",
                s -> s.attributes.put(TestSaml.ATTRIBUTES + "PrincipalTag:x", List.of("a|b")));
        cases.put(
                "AccessDenied: another role",
                s -> s.attributes.put(TestSaml.ATTRIBUTES + "Role", List.of(ROLE + "x," + PROVIDER)));
        cases.put("AccessDenied: subject", s -> s.subject = "ada@else.example.org");
        for (Map.Entry<String, Claim> each : cases.entrySet()) {
            TestSaml changed = new TestSaml(idp, TestCloud.START, ROLE, PROVIDER);
            each.getValue().change(changed);
            String name = each.getKey();
            String code = refusal(request(changed.signedAssertion()).build());
            assertThat(code + name.substring(name.indexOf(':'))).isEqualTo(name);
        }
    }

    @Test
    void anAssertionIsTakenForFiveMinutesAndNoLonger() throws Exception {
        String xml = saml.signedAssertion();
        assertThat(refusal(request(xml).build())).isEqualTo("accepted");
        cloud.time.advance(Duration.ofMinutes(4));
        assertThat(refusal(request(xml).build())).isEqualTo("accepted");
        cloud.time.advance(Duration.ofMinutes(2));
        assertThat(refusal(request(xml).build())).isEqualTo("ExpiredTokenException");
    }

    @Test
    void theProviderHasToBeRegisteredAndTheRoleToBeThere() throws Exception {
        String xml = saml.signedAssertion();
        assertThat(refusal(request(xml).principalArn(PROVIDER + "x").build())).isEqualTo("InvalidIdentityToken");
        assertThat(refusal(request(xml).roleArn(ROLE + "x").build())).isEqualTo("AccessDenied");
        assertThat(refusal(request(xml).durationSeconds(7201).build())).isEqualTo("ValidationError");
        cloud.call(
                IamOps.UpdateSAMLProvider,
                UpdateSAMLProviderRequest.builder()
                        .samlProviderArn(PROVIDER)
                        .samlMetadataDocument(TestSaml.metadata(other, ""))
                        .build());
        assertThat(refusal(request(xml).build())).isEqualTo("InvalidIdentityToken");
        assertThat(refusal(request(new TestSaml(other, TestCloud.START, ROLE, PROVIDER).signedAssertion())
                        .build()))
                .isEqualTo("accepted");
        cloud.call(
                IamOps.DeleteSAMLProvider,
                DeleteSAMLProviderRequest.builder().samlProviderArn(PROVIDER).build());
        assertThat(refusal(request(xml).build())).isEqualTo("InvalidIdentityToken");
    }

    @Test
    void aProviderIsListedShownAndTagged() throws Exception {
        assertThat(cloud.call(
                                IamOps.ListSAMLProviders,
                                ListSAMLProvidersRequest.builder().build())
                        .samlProviderList())
                .singleElement()
                .satisfies(each -> assertThat(each.arn()).isEqualTo(PROVIDER));
        var shown = cloud.call(
                IamOps.GetSAMLProvider,
                GetSAMLProviderRequest.builder().samlProviderArn(PROVIDER).build());
        assertThat(shown.samlMetadataDocument()).isEqualTo(TestSaml.metadata(idp, ""));
        assertThat(shown.validUntil()).isAfter(TestCloud.START.plus(Duration.ofDays(36_000)));
        cloud.call(
                IamOps.TagSAMLProvider,
                TagSAMLProviderRequest.builder()
                        .samlProviderArn(PROVIDER)
                        .tags(List.of(Tag.builder().key("level").value("3").build()))
                        .build());
        cloud.call(
                IamOps.UntagSAMLProvider,
                UntagSAMLProviderRequest.builder()
                        .samlProviderArn(PROVIDER)
                        .tagKeys(List.of("team"))
                        .build());
        assertThat(cloud.call(
                                IamOps.ListSAMLProviderTags,
                                ListSAMLProviderTagsRequest.builder()
                                        .samlProviderArn(PROVIDER)
                                        .build())
                        .tags())
                .extracting(Tag::key)
                .containsExactly("level");
    }

    @Test
    void metadataThatCannotBeReadIsRefused() throws Exception {
        String good = TestSaml.metadata(idp, "");
        for (String bad : List.of(
                " ".repeat(1000) + "no xml",
                good.replace("EntityDescriptor", "Entity"),
                good.replace("IDPSSODescriptor", "SPSSODescriptor"),
                good.replace("<X509Certificate>", "<X509Certificate>AAAA"),
                good.replace("<IDPSSODescriptor", "<a/>".repeat(5_000) + "<IDPSSODescriptor"),
                good.replace("<IDPSSODescriptor", "<!---->".repeat(20_001) + "<IDPSSODescriptor"),
                good.replace("<IDPSSODescriptor", "<?a?>".repeat(20_001) + "<IDPSSODescriptor"),
                good.replace(
                        "<IDPSSODescriptor",
                        "<a b='' c='' d='' e='' xmlns:f='f'/>".repeat(4_000) + "<IDPSSODescriptor"),
                good.replace("https://idp", "https://" + "a".repeat(1024)),
                good.replace("use=\"signing\"", "use=\"encryption\""),
                good.replace("<?xml version=\"1.0\"?>", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">"),
                TestSaml.metadata(idp, "validUntil=\"soon\""))) {
            assertThat(refusal(
                            IamOps.CreateSAMLProvider,
                            CreateSAMLProviderRequest.builder()
                                    .name("bad")
                                    .samlMetadataDocument(bad)
                                    .build()))
                    .isEqualTo("InvalidInput");
        }
    }
}
