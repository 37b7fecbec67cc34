package dev.virga.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for 127.0.0.1 as an operator might bring it, made by the JDK's own tool.
final class TestIdentity {
    private TestIdentity() {}

    static Identity make(Path folder, String name, String algorithm) throws Exception {
        return Pem.identity(folder.resolve(pem(folder, name, algorithm) + ".pem"), folder.resolve(name + "-key.pem"));
    }

    /// Writes NAME.pem and NAME-key.pem.
    static String pem(Path folder, String name, String algorithm) throws Exception {
        Path store = folder.resolve(name + ".p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = new ArrayList<>(
                List.of(tool, "-genkeypair", "-alias", "a", "-keyalg", algorithm, "-dname", "CN=" + name, "-ext"));
        command.addAll(List.of(
                "san=ip:127.0.0.1,dns:localhost",
                "-validity",
                "2",
                "-keystore",
                store.toString(),
                "-storepass",
                "secret",
                "-storetype",
                "PKCS12"));
        if (algorithm.equals("EC")) {
            command.addAll(List.of("-groupname", "secp256r1"));
        }
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new IOException(Files.readString(folder.resolve("keytool.log")));
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
        X509Certificate certificate = (X509Certificate) keys.getCertificate("a");
        Files.writeString(folder.resolve(name + ".pem"), Pem.text("CERTIFICATE", certificate.getEncoded()));
        Files.writeString(
                folder.resolve(name + "-key.pem"),
                Pem.text("PRIVATE KEY", keys.getKey("a", "secret".toCharArray()).getEncoded()));
        return name;
    }

    static SSLContext trusting(X509Certificate... certificates) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null);
        for (X509Certificate certificate : List.of(certificates)) {
            trusted.setCertificateEntry(certificate.getSerialNumber().toString(), certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), new SecureRandom());
        return context;
    }
}
