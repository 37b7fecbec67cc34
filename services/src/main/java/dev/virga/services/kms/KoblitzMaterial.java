package dev.virga.services.kms;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/// The curve secp256k1, which the JDK does not have any more.
record KoblitzMaterial(AsymmetricKeyParameter privateKey, AsymmetricKeyParameter publicKey, SecureRandom random)
        implements KeyMaterial, Signer {

    static KoblitzMaterial of(byte[] pkcs8, byte[] x509, SecureRandom random) throws IOException {
        return new KoblitzMaterial(PrivateKeyFactory.createKey(pkcs8), PublicKeyFactory.createKey(x509), random);
    }

    private static ECNamedDomainParameters curve() {
        X9ECParameters curve = SECNamedCurves.getByOID(SECObjectIdentifiers.secp256k1);
        return new ECNamedDomainParameters(SECObjectIdentifiers.secp256k1, curve);
    }

    static KeyPairs.Pair generate(SecureRandom random) throws IOException {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(curve(), random));
        AsymmetricCipherKeyPair made = generator.generateKeyPair();
        return pair(made.getPrivate(), made.getPublic());
    }

    /// @throws IOException when it is no key on this curve
    static KeyPairs.Pair imported(byte[] pkcs8) throws IOException {
        AsymmetricKeyParameter key = PrivateKeyFactory.createKey(pkcs8);
        if (!(key instanceof ECPrivateKeyParameters secret)
                || !secret.getParameters().getCurve().equals(curve().getCurve())) {
            throw new IOException("no key on secp256k1");
        }
        ECPublicKeyParameters point =
                new ECPublicKeyParameters(curve().getG().multiply(secret.getD()).normalize(), curve());
        return pair(new ECPrivateKeyParameters(secret.getD(), curve()), point);
    }

    private static KeyPairs.Pair pair(AsymmetricKeyParameter secret, AsymmetricKeyParameter point) throws IOException {
        return new KeyPairs.Pair(
                PrivateKeyInfoFactory.createPrivateKeyInfo(secret).getEncoded(),
                SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(point).getEncoded());
    }

    @Override
    public byte[] sign(String algorithm, byte[] message, MessageType type) {
        ECDSASigner signer = new ECDSASigner();
        signer.init(true, new ParametersWithRandom(privateKey, random));
        BigInteger[] parts = signer.generateSignature(Digests.of(algorithm, message, type));
        try {
            return StandardDSAEncoding.INSTANCE.encode(order(), parts[0], parts[1]);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean verify(String algorithm, byte[] message, MessageType type, byte[] signature) {
        byte[] hash = Digests.of(algorithm, message, type);
        try {
            BigInteger[] parts = StandardDSAEncoding.INSTANCE.decode(order(), signature);
            ECDSASigner signer = new ECDSASigner();
            signer.init(false, publicKey);
            return signer.verifySignature(hash, parts[0], parts[1]);
        } catch (IOException | RuntimeException e) {
            // No signature at all.
            return false;
        }
    }

    private static BigInteger order() {
        return curve().getN();
    }
}
