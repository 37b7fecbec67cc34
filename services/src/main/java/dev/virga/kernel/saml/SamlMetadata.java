package dev.virga.kernel.saml;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// What an identity provider says about itself: its name and with which keys it signs.
///
/// @param entityId the `Issuer` of its assertions
/// @param validUntil null when it does not say
public record SamlMetadata(
        String entityId,
        List<X509Certificate> signingCertificates,
        @Nullable Instant validUntil) {
    private static final int MAX_KEYS = 20;
    private static final int MAX_KEY_BYTES = 16 << 10;
    private static final int MAX_ID_CHARS = 1024;

    /// What was kept of metadata that was parsed before.
    ///
    /// @param certificates in DER, from [#encodedCertificates]
    public static SamlMetadata of(String entityId, List<byte[]> certificates, Instant validUntil) {
        List<X509Certificate> all = new ArrayList<>();
        for (byte[] der : certificates) {
            X509Certificate certificate = certificate(der);
            if (certificate == null) {
                throw new IllegalStateException("a kept certificate of " + entityId + " cannot be read");
            }
            all.add(certificate);
        }
        return new SamlMetadata(entityId, List.copyOf(all), validUntil);
    }

    /// In DER.
    public List<byte[]> encodedCertificates() {
        List<byte[]> all = new ArrayList<>();
        try {
            for (X509Certificate certificate : signingCertificates) {
                all.add(certificate.getEncoded());
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }

    /// Null when it is no metadata of an identity provider.
    public static @Nullable SamlMetadata parse(String text) {
        Document document = SamlXml.parse(text);
        if (document == null) {
            return null;
        }
        Element entity = document.getDocumentElement();
        String id = SamlXml.attribute(entity, "entityID");
        Element provider = SamlXml.child(entity, SamlXml.METADATA, "IDPSSODescriptor");
        if (!SamlXml.is(entity, SamlXml.METADATA, "EntityDescriptor")
                || id == null
                || id.isEmpty()
                || id.length() > MAX_ID_CHARS
                || provider == null) {
            return null;
        }
        List<X509Certificate> certificates = certificates(provider);
        String until = SamlXml.attribute(entity, "validUntil");
        Instant validUntil = until == null ? null : time(until);
        if (certificates == null || certificates.isEmpty() || (until != null && validUntil == null)) {
            return null;
        }
        return new SamlMetadata(id, List.copyOf(certificates), validUntil);
    }

    /// Null when one cannot be read, or there are too many.
    private static @Nullable List<X509Certificate> certificates(Element provider) {
        List<X509Certificate> all = new ArrayList<>();
        for (Element descriptor : SamlXml.children(provider, SamlXml.METADATA, "KeyDescriptor")) {
            if ("encryption".equals(SamlXml.attribute(descriptor, "use"))) {
                continue;
            }
            Element info = SamlXml.child(descriptor, SamlXml.SIGNATURE, "KeyInfo");
            for (Element data :
                    info == null ? List.<Element>of() : SamlXml.children(info, SamlXml.SIGNATURE, "X509Data")) {
                for (Element each : SamlXml.children(data, SamlXml.SIGNATURE, "X509Certificate")) {
                    X509Certificate certificate = certificate(SamlXml.text(each));
                    if (certificate == null || all.size() == MAX_KEYS) {
                        return null;
                    }
                    all.add(certificate);
                }
            }
        }
        return all;
    }

    private static @Nullable X509Certificate certificate(String base64) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            return der.length > MAX_KEY_BYTES ? null : certificate(der);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            return null;
        }
    }

    /// A time as SAML writes it; null when it is none.
    public static @Nullable Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
