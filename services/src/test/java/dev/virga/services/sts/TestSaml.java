package dev.virga.services.sts;

import dev.virga.kernel.saml.SamlXml;
import dev.virga.services.iam.TestCertificates;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// An identity provider that signs SAML responses, and whatever else it is told to.
final class TestSaml {
    static final String ENTITY = "https://idp.example.com/saml";
    static final String AUDIENCE = "urn:amazon:webservices";
    static final String RECIPIENT = "https://signin.aws.amazon.com/saml";
    static final String ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/";

    final TestCertificates.Issued signer;
    private final Instant now;

    // What is in the response, for tests to change.
    String issuer = ENTITY;
    String subject = "ada@example.com";
    String audience = AUDIENCE;
    String recipient = RECIPIENT;
    String status = "Success";
    Instant issued;
    Instant notBefore;
    Instant notOnOrAfter;
    String sessionEnd = "";
    final Map<String, List<String>> attributes = new LinkedHashMap<>();

    TestSaml(TestCertificates.Issued signer, Instant now, String role, String provider) {
        this.signer = signer;
        this.now = now;
        issued = now;
        notBefore = now.minusSeconds(10);
        notOnOrAfter = now.plus(Duration.ofMinutes(10));
        attributes.put(ATTRIBUTES + "Role", List.of(role + "," + provider));
        attributes.put(ATTRIBUTES + "RoleSessionName", List.of("ada"));
    }

    static String metadata(TestCertificates.Issued signer, String more) throws GeneralSecurityException {
        String certificate =
                Base64.getEncoder().encodeToString(signer.certificate().getEncoded());
        return """
                <?xml version="1.0"?>
                <!-- of a test -->
                <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="%s" %s>
                <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
                <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data>
                <X509Certificate>%s</X509Certificate></X509Data></KeyInfo></KeyDescriptor>
                <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
                Location="https://idp.example.com/sso"/></IDPSSODescriptor></EntityDescriptor>
                """.formatted(ENTITY, more, certificate);
    }

    String assertion(String id) {
        StringBuilder statements = new StringBuilder();
        attributes.forEach((name, values) -> {
            statements.append("<saml:Attribute Name=\"").append(name).append("\">");
            values.forEach(value ->
                    statements.append("<saml:AttributeValue>").append(value).append("</saml:AttributeValue>"));
            statements.append("</saml:Attribute>");
        });
        return """
                <saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="%s" IssueInstant="%s" Version="2.0">\
                <saml:Issuer>%s</saml:Issuer><saml:Subject>\
                <saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">%s</saml:NameID>\
                <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">\
                <saml:SubjectConfirmationData NotOnOrAfter="%s" Recipient="%s"/></saml:SubjectConfirmation></saml:Subject>\
                <saml:Conditions NotBefore="%s" NotOnOrAfter="%s"><saml:AudienceRestriction>\
                <saml:Audience>%s</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
                <saml:AuthnStatement AuthnInstant="%s" %s/>\
                <saml:AttributeStatement>%s</saml:AttributeStatement></saml:Assertion>""".formatted(
                        id,
                        issued,
                        issuer,
                        subject,
                        notOnOrAfter,
                        recipient,
                        notBefore,
                        notOnOrAfter,
                        audience,
                        now,
                        sessionEnd,
                        statements);
    }

    String response(String content) {
        return """
                <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_response" IssueInstant="%s" \
                Version="2.0"><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:%s"/>\
                </samlp:Status>%s</samlp:Response>""".formatted(issued, status, content);
    }

    /// The usual response: the assertion is signed.
    String signedAssertion() throws Exception {
        return sign(response(assertion("_assertion")), "Assertion");
    }

    /// The whole response is signed instead.
    String signedResponse() throws Exception {
        return sign(response(assertion("_assertion")), "Response");
    }

    /// Signs the first element of this name.
    String sign(String xml, String name) throws Exception {
        Document document = Objects.requireNonNull(SamlXml.parse(xml));
        Element signed = SamlXml.elements(document).stream()
                .filter(each -> each.getLocalName().equals(name))
                .findFirst()
                .orElseThrow();
        sign(signed);
        return text(document);
    }

    private void sign(Element signed) throws GeneralSecurityException, MarshalException, XMLSignatureException {
        XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
        List<Transform> transforms = new ArrayList<>(List.of(
                factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                factory.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null)));
        boolean rsa = signer.keys().getPrivate().getAlgorithm().equals("RSA");
        SignedInfo info = factory.newSignedInfo(
                factory.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                factory.newSignatureMethod(
                        "http://www.w3.org/2001/04/xmldsig-more#" + (rsa ? "rsa-sha256" : "ecdsa-sha256"), null),
                List.of(factory.newReference(
                        "#" + signed.getAttribute("ID"),
                        factory.newDigestMethod(DigestMethod.SHA256, null),
                        transforms,
                        null,
                        null)));
        DOMSignContext context = new DOMSignContext(signer.keys().getPrivate(), signed, signed.getFirstChild());
        context.setIdAttributeNS(signed, null, "ID");
        factory.newXMLSignature(info, null).sign(context);
    }

    static String text(Document document) throws TransformerException {
        StringWriter out = new StringWriter();
        TransformerFactory.newDefaultInstance()
                .newTransformer()
                .transform(new DOMSource(document), new StreamResult(out));
        return out.toString();
    }

    static String encoded(String xml) {
        return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
    }
}
