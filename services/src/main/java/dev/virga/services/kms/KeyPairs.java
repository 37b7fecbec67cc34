package dev.virga.services.kms;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/// Makes key pairs, on threads of its own: a pair of RSA takes up to seconds of computing, during
/// which a virtual thread would hold up others. Any thread may call it.
final class KeyPairs implements AutoCloseable {
    private static final int THREADS = 2;
    /// Pairs that wait to be made; more are refused.
    static final int MAX_WAITING = 64;

    private static final Duration IDLE = Duration.ofSeconds(10);

    /// @param secret PKCS #8, or the seed of ML-DSA
    /// @param publicKey X.509
    record Pair(byte[] secret, byte[] publicKey) {}

    private final SecureRandom random;
    private final ThreadPoolExecutor threads;

    KeyPairs(SecureRandom random) {
        this.random = random;
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Thread.ofPlatform().daemon().name("kms-key-pair-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /// @throws dev.virga.wire.AwsException when too many are asked for
    Pair generate(KeySpec spec) {
        Callable<Pair> work = () -> make(spec);
        try {
            return threads.submit(work).get();
        } catch (RejectedExecutionException e) {
            throw KmsErrors.limit("Too many key pairs are being made at the same time.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot make a key pair of " + spec, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Pair make(KeySpec spec) throws GeneralSecurityException, IOException {
        return switch (spec.family()) {
            case RSA -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(spec.size(), random);
                yield pair(generator.generateKeyPair());
            }
            case EC -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp" + spec.size() + "r1"), random);
                yield pair(generator.generateKeyPair());
            }
            case EDWARDS -> pair(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
            case KOBLITZ -> KoblitzMaterial.generate(random);
            case ML_DSA -> MlDsaMaterial.generate(spec, random);
            case SYMMETRIC, HMAC -> throw new IllegalArgumentException(spec + " is no pair");
        };
    }

    private static Pair pair(KeyPair made) {
        return new Pair(made.getPrivate().getEncoded(), made.getPublic().getEncoded());
    }

    /// The pair of a private key from outside; null when it is not one of this kind.
    @Nullable
    Pair imported(KeySpec spec, byte[] pkcs8) {
        try {
            return switch (spec.family()) {
                case RSA -> importedRsa(spec, pkcs8);
                case EC -> importedEc(spec, pkcs8);
                case KOBLITZ -> KoblitzMaterial.imported(pkcs8);
                case EDWARDS -> importedEdwards(pkcs8);
                case ML_DSA, SYMMETRIC, HMAC -> null;
            };
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            return null;
        }
    }

    private static @Nullable Pair importedRsa(KeySpec spec, byte[] pkcs8) throws GeneralSecurityException {
        PrivateKey secret = privateKey("RSA", pkcs8);
        if (!(secret instanceof RSAPrivateCrtKey key) || key.getModulus().bitLength() != spec.size()) {
            return null;
        }
        PublicKey point = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        return pair(new KeyPair(point, secret));
    }

    private static @Nullable Pair importedEc(KeySpec spec, byte[] pkcs8) throws GeneralSecurityException, IOException {
        PrivateKey secret = privateKey("EC", pkcs8);
        boolean fits = secret instanceof ECPrivateKey key
                && key.getParams().getCurve().getField().getFieldSize() == spec.size();
        return fits ? new Pair(secret.getEncoded(), EcPublicKeys.of(spec, pkcs8)) : null;
    }

    private static @Nullable Pair importedEdwards(byte[] pkcs8) throws GeneralSecurityException {
        PrivateKey secret = privateKey("Ed25519", pkcs8);
        if (!(secret instanceof java.security.interfaces.EdECPrivateKey key)) {
            return null;
        }
        byte[] head = java.util.HexFormat.of().parseHex("302a300506032b6570032100");
        byte[] x509 = java.util.Arrays.copyOf(head, head.length + Ed25519.PUBLIC_KEY_SIZE);
        Ed25519.generatePublicKey(key.getBytes().orElseThrow(), 0, x509, head.length);
        return new Pair(secret.getEncoded(), x509);
    }

    /// Ready for use.
    KeyMaterial usable(KeySpec spec, byte[] secret, byte[] publicKey) {
        try {
            return switch (spec.family()) {
                case RSA ->
                    new RsaMaterial(privateKey("RSA", secret), (RSAPublicKey) publicKey("RSA", publicKey), random);
                case EC -> new EcMaterial(privateKey("EC", secret), (ECPublicKey) publicKey("EC", publicKey), random);
                case EDWARDS -> new EdwardsMaterial(privateKey("Ed25519", secret), publicKey("Ed25519", publicKey));
                case KOBLITZ -> KoblitzMaterial.of(secret, publicKey, random);
                case ML_DSA -> MlDsaMaterial.of(spec, secret, random);
                case SYMMETRIC, HMAC -> throw new IllegalArgumentException(spec + " is no pair");
            };
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key of " + spec + " cannot be read", e);
        }
    }

    static PrivateKey privateKey(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static PublicKey publicKey(String algorithm, byte[] x509) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(x509));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
