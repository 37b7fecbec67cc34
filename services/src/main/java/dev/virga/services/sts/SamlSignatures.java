package dev.virga.services.sts;

import dev.virga.kernel.saml.SamlXml;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// Finds the one assertion of a SAML response that an identity provider's key signed. What is read
/// afterwards is the element that the signature was computed over, and no other:
///
/// - there is one assertion, directly in the response, and no id twice;
/// - each signature stands directly in what it signs, the response or the assertion, refers to
///   nothing else, and transforms it in no way that could leave something out;
/// - keys come from the provider's metadata, never from the response.
final class SamlSignatures {
    private static final String ID = "ID";
    private static final Set<String> IDS = Set.of("id", "assertionid", "responseid");
    private static final Set<String> TRANSFORMS = Set.of(
            Transform.ENVELOPED,
            "http://www.w3.org/2001/10/xml-exc-c14n#",
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            "http://www.w3.org/2006/12/xml-c14n11");
    private static final String SECURE = "org.jcp.xml.dsig.secureValidation";

    private SamlSignatures() {}

    /// Null when it is not as above.
    static @Nullable Element assertion(Document document) {
        Element response = document.getDocumentElement();
        if (!SamlXml.is(response, SamlXml.PROTOCOL, "Response")
                || SamlXml.hasAsides(document)
                || !uniqueIds(document)) {
            return null;
        }
        List<Element> everywhere = SamlXml.all(document, SamlXml.ASSERTION, "Assertion");
        Element assertion = SamlXml.child(response, SamlXml.ASSERTION, "Assertion");
        return everywhere.size() == 1 ? assertion : null;
    }

    /// Whether every signature verifies with one of the certificates, and there is one.
    static boolean verifies(Document document, Element assertion, List<X509Certificate> certificates) {
        Element response = document.getDocumentElement();
        List<Element> signatures = SamlXml.all(document, SamlXml.SIGNATURE, "Signature");
        if (signatures.isEmpty() || signatures.size() > 2) {
            return false;
        }
        Set<Node> signed = new HashSet<>();
        for (Element signature : signatures) {
            Node parent = signature.getParentNode();
            boolean meant = parent == response || parent == assertion;
            if (!meant || !signed.add(parent) || !verifies(signature, (Element) parent, certificates)) {
                return false;
            }
        }
        return true;
    }

    private static boolean uniqueIds(Document document) {
        Set<String> seen = new HashSet<>();
        for (Element element : SamlXml.elements(document)) {
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                Node attribute = element.getAttributes().item(i);
                if (IDS.contains(attribute.getLocalName().toLowerCase(Locale.ROOT))
                        && !seen.add(attribute.getNodeValue())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean verifies(Element signature, Element signed, List<X509Certificate> certificates) {
        for (X509Certificate certificate : certificates) {
            try {
                DOMValidateContext context =
                        new DOMValidateContext(KeySelector.singletonKeySelector(certificate.getPublicKey()), signature);
                context.setProperty(SECURE, true);
                context.setIdAttributeNS(signed, null, ID);
                XMLSignature read = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
                if (refersTo(read, signed) && read.validate(context)) {
                    return true;
                }
            } catch (MarshalException | XMLSignatureException | RuntimeException e) {
                // Of another algorithm than this key, or nonsense, of which the platform throws whatever
                // comes of it, e.g. for a value that is no base64: the next key may fit.
            }
        }
        return false;
    }

    private static boolean refersTo(XMLSignature signature, Element signed) {
        List<Reference> references = signature.getSignedInfo().getReferences();
        String id = SamlXml.attribute(signed, ID);
        if (references.size() != 1 || !signature.getObjects().isEmpty() || id == null || id.isEmpty()) {
            return false;
        }
        Reference reference = references.getFirst();
        return ("#" + id).equals(reference.getURI())
                && reference.getTransforms().stream().allMatch(each -> TRANSFORMS.contains(each.getAlgorithm()));
    }
}
