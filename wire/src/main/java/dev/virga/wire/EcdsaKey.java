package dev.virga.wire;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.HexFormat;

/// The public half of the key pair that Signature Version 4a derives from an access key (NIST SP
/// 800-108 in counter mode, FIPS 186-4 appendix B.4.2). It is good for every day, region and
/// service, so it is derived once: that takes some milliseconds, a verification a tenth of one.
/// Immutable; any thread.
final class EcdsaKey implements SignatureKey {
    /// The longest signature in DER, in hex. Those of chunks are filled up to it with `*`.
    static final int MAX_SIGNATURE_LENGTH = 144;

    private static final ECParameterSpec P256 = p256();
    private static final BigInteger P = ((ECFieldFp) P256.getCurve().getField()).getP();
    private static final BigInteger THREE = BigInteger.valueOf(3);
    private static final int MAX_COUNTER = 254;

    private final PublicKey key;

    EcdsaKey(ECPoint point) {
        try {
            key = KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, P256));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the point is not on the curve", e);
        }
    }

    static EcdsaKey sigV4a(String accessKeyId, String secretKey) {
        return new EcdsaKey(publicPoint(privateKey(accessKeyId, secretKey)));
    }

    @Override
    public boolean verifies(String toSign, String signature) {
        return verifies(toSign.getBytes(StandardCharsets.UTF_8), signature);
    }

    boolean verifies(byte[] message, String signature) {
        if (signature.length() > MAX_SIGNATURE_LENGTH) {
            return false;
        }
        try {
            byte[] der = HexFormat.of().parseHex(signature);
            if (!isDer(der)) {
                return false;
            }
            Signature ecdsa = Signature.getInstance("SHA256withECDSA");
            ecdsa.initVerify(key);
            ecdsa.update(message);
            return ecdsa.verify(der);
        } catch (SignatureException | IllegalArgumentException e) {
            // Not in DER, or not in hex.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA256withECDSA", e);
        }
    }

    /// `30 n 02 n r 02 n s`, both positive. The JDK also takes an `s` that lacks its leading zero,
    /// and so would let one signature be written in two ways.
    private static boolean isDer(byte[] bytes) {
        int s = bytes.length > 3 ? 4 + bytes[3] : -1;
        return s > 4 && positive(bytes, 2) && s + 1 < bytes.length && positive(bytes, s);
    }

    private static boolean positive(byte[] bytes, int at) {
        return at + 2 < bytes.length && bytes[at] == 2 && bytes[at + 1] > 0 && bytes[at + 2] >= 0;
    }

    private static ECParameterSpec p256() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /// The first candidate below the order of the curve; nearly always the first of all.
    static BigInteger privateKey(String accessKeyId, String secretKey) {
        HmacKey hmac = new HmacKey(("AWS4A" + secretKey).getBytes(StandardCharsets.UTF_8));
        byte[] label = SigV4.Algorithm.ECDSA.token().getBytes(StandardCharsets.US_ASCII);
        byte[] id = accessKeyId.getBytes(StandardCharsets.UTF_8);
        BigInteger limit = P256.getOrder().subtract(BigInteger.TWO);
        for (int counter = 1; counter <= MAX_COUNTER; counter++) {
            byte[] input = ByteBuffer.allocate(4 + label.length + 1 + id.length + 1 + 4)
                    .putInt(1)
                    .put(label)
                    .put((byte) 0)
                    .put(id)
                    .put((byte) counter)
                    .putInt(256)
                    .array();
            BigInteger candidate = new BigInteger(1, hmac.sign(input));
            if (candidate.compareTo(limit) <= 0) {
                return candidate.add(BigInteger.ONE);
            }
        }
        throw new IllegalStateException("no key after " + MAX_COUNTER + " candidates");
    }

    /// The generator times this number. The JDK keeps its own multiplication to itself; this one
    /// does not run in constant time, which is no matter where it runs once for a key.
    static ECPoint publicPoint(BigInteger times) {
        ECPoint sum = ECPoint.POINT_INFINITY;
        for (int bit = times.bitLength() - 1; bit >= 0; bit--) {
            sum = add(sum, sum);
            if (times.testBit(bit)) {
                sum = add(sum, P256.getGenerator());
            }
        }
        return sum;
    }

    private static ECPoint add(ECPoint a, ECPoint b) {
        if (a.equals(ECPoint.POINT_INFINITY)) {
            return b;
        }
        if (b.equals(ECPoint.POINT_INFINITY)) {
            return a;
        }
        BigInteger rise;
        BigInteger run;
        if (!a.getAffineX().equals(b.getAffineX())) {
            rise = b.getAffineY().subtract(a.getAffineY());
            run = b.getAffineX().subtract(a.getAffineX());
        } else if (a.getAffineY().equals(b.getAffineY())) {
            rise = a.getAffineX().pow(2).multiply(THREE).add(P256.getCurve().getA());
            run = a.getAffineY().shiftLeft(1);
        } else {
            return ECPoint.POINT_INFINITY;
        }
        BigInteger slope = rise.multiply(run.modInverse(P)).mod(P);
        BigInteger x =
                slope.pow(2).subtract(a.getAffineX()).subtract(b.getAffineX()).mod(P);
        BigInteger y = slope.multiply(a.getAffineX().subtract(x))
                .subtract(a.getAffineY())
                .mod(P);
        return new ECPoint(x, y);
    }
}
