package dev.virga.services.kms;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;

/// The public key of a private one that came without it: the JDK does not compute it.
final class EcPublicKeys {
    private EcPublicKeys() {}

    /// X.509.
    static byte[] of(KeySpec spec, byte[] pkcs8) throws GeneralSecurityException, IOException {
        if (!(KeyPairs.privateKey("EC", pkcs8) instanceof ECPrivateKey key)) {
            throw new IOException("no EC key");
        }
        X9ECParameters curve = SECNamedCurves.getByName("secp" + spec.size() + "r1");
        org.bouncycastle.math.ec.ECPoint point =
                curve.getG().multiply(key.getS()).normalize();
        ECPoint w = new ECPoint(
                point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(w, key.getParams()))
                .getEncoded();
    }
}
