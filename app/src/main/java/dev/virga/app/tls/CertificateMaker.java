package dev.virga.app.tls;

import dev.virga.http.Identity;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes an authority, and certificates by it. The only class that loads the library for that.
final class CertificateMaker {
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(20 * 365);
    /// What browsers and operating systems accept at most is a year and a month.
    private static final Duration SERVER_LIFE = Duration.ofDays(397);
    /// For clients whose clocks are late.
    private static final Duration BEFORE = Duration.ofDays(1);
    private static final int SERIAL_BITS = 127;

    private final SecureRandom random = new SecureRandom();

    Identity authority(Instant now) throws IOException {
        try {
            KeyPair keys = keys();
            String id = new BigInteger(32, random).toString(36);
            X500Principal name = new X500Principal("CN=Virga local CA " + id + ", O=Virga");
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(SERIAL_BITS, random),
                    Date.from(now.minus(BEFORE)),
                    Date.from(now.plus(AUTHORITY_LIFE)),
                    name,
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
            return new Identity(List.of(signed(builder, keys)), keys.getPrivate());
        } catch (GeneralSecurityException | OperatorException e) {
            throw new IOException("no certificate authority could be made: " + e.getMessage(), e);
        }
    }

    Identity server(Identity authority, ServerNames names, Instant now) throws IOException {
        try {
            KeyPair keys = keys();
            X509Certificate issuer = authority.chain().getFirst();
            Instant end = now.plus(SERVER_LIFE);
            if (end.isAfter(issuer.getNotAfter().toInstant())) {
                end = issuer.getNotAfter().toInstant();
            }
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(SERIAL_BITS, random),
                    Date.from(now.minus(BEFORE)),
                    Date.from(end),
                    new X500Principal("CN=Virga server"),
                    keys.getPublic());
            JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(keys.getPublic()));
            builder.addExtension(Extension.authorityKeyIdentifier, false, utils.createAuthorityKeyIdentifier(issuer));
            X509Certificate own = signed(builder, new KeyPair(issuer.getPublicKey(), authority.key()));
            return new Identity(List.of(own, issuer), keys.getPrivate());
        } catch (GeneralSecurityException | OperatorException e) {
            throw new IOException("no certificate could be made: " + e.getMessage(), e);
        }
    }

    private static GeneralNames alternatives(ServerNames names) {
        List<GeneralName> all = new ArrayList<>();
        names.hosts().forEach(host -> all.add(new GeneralName(GeneralName.dNSName, host)));
        names.addresses().forEach(address -> all.add(new GeneralName(GeneralName.iPAddress, address)));
        return new GeneralNames(all.toArray(GeneralName[]::new));
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, KeyPair by)
            throws OperatorException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
    }

    private KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }
}
