package dev.virga.services.iam;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.jspecify.annotations.Nullable;

/// Makes certificates and their keys.
public final class TestCertificates {
    public static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    public static final Instant TO = Instant.parse("2120-01-01T00:00:00Z");

    private static final String SHA256_RSA = "1.2.840.113549.1.1.11";
    private static final String SHA256_ECDSA = "1.2.840.10045.4.3.2";

    private TestCertificates() {}

    /// A certificate and its keys.
    public record Issued(X509Certificate certificate, KeyPair keys) {
        public String pem() throws GeneralSecurityException {
            return block("CERTIFICATE", certificate.getEncoded());
        }

        public String pkcs8() {
            return block("PRIVATE KEY", keys.getPrivate().getEncoded());
        }

        /// PKCS#1 or SEC 1: as `openssl genrsa -traditional` and `openssl ecparam` write it.
        public String traditional() throws IOException {
            boolean rsa = keys.getPrivate().getAlgorithm().equals("RSA");
            byte[] key = PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded())
                    .parsePrivateKey()
                    .toASN1Primitive()
                    .getEncoded();
            return block(rsa ? "RSA PRIVATE KEY" : "EC PRIVATE KEY", key);
        }

        public String publicPem() {
            return block("PUBLIC KEY", keys.getPublic().getEncoded());
        }
    }

    public static String block(String label, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    /// Signed by itself, in force in the time of all tests.
    ///
    /// @param algorithm `RSA` or `EC`
    public static Issued of(String name, String algorithm) throws GeneralSecurityException, IOException {
        return of(name, algorithm, null, FROM, TO);
    }

    public static Issued of(String name, String algorithm, @Nullable Issued issuer, Instant from, Instant to)
            throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
        KeyPair keys = generator.generateKeyPair();
        KeyPair signer = issuer == null ? keys : issuer.keys();
        boolean rsa = signer.getPrivate().getAlgorithm().equals("RSA");
        AlgorithmIdentifier signing =
                new AlgorithmIdentifier(new ASN1ObjectIdentifier(rsa ? SHA256_RSA : SHA256_ECDSA));
        V3TBSCertificateGenerator parts = new V3TBSCertificateGenerator();
        parts.setSerialNumber(new ASN1Integer(BigInteger.ONE));
        parts.setSignature(signing);
        X500Name subject = new X500Name("CN=" + name);
        parts.setIssuer(
                issuer == null
                        ? subject
                        : X500Name.getInstance(
                                issuer.certificate().getSubjectX500Principal().getEncoded()));
        parts.setStartDate(new Time(Date.from(from)));
        parts.setEndDate(new Time(Date.from(to)));
        parts.setSubject(subject);
        parts.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
        TBSCertificate body = parts.generateTBSCertificate();
        Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(signer.getPrivate());
        signature.update(body.getEncoded("DER"));
        ASN1EncodableVector all = new ASN1EncodableVector();
        all.add(body);
        all.add(signing);
        all.add(new DERBitString(signature.sign()));
        byte[] encoded = new DERSequence(all).getEncoded("DER");
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        return new Issued(certificate, keys);
    }
}
