package dev.virga.services.kms;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hash at the end of an algorithm's name: `…_SHA_256`.
final class Digests {
    private Digests() {}

    /// As Java calls it: `SHA-256`.
    static String name(String algorithm) {
        return "SHA-" + algorithm.substring(algorithm.lastIndexOf('_') + 1);
    }

    static MessageDigest of(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The hash of the message, or the message when it is one.
    ///
    /// @throws dev.virga.wire.AwsException ValidationException
    static byte[] of(String algorithm, byte[] message, MessageType type) {
        MessageDigest digest = of(name(algorithm));
        return switch (type) {
            case RAW -> digest.digest(message);
            case DIGEST -> {
                if (message.length != digest.getDigestLength()) {
                    throw KmsErrors.validation("Digest is invalid length for algorithm " + algorithm + ".");
                }
                yield message;
            }
            case EXTERNAL_MU -> throw wrongType(algorithm, type);
        };
    }

    static RuntimeException wrongType(String algorithm, MessageType type) {
        return KmsErrors.validation("MessageType " + type + " is not valid for algorithm " + algorithm + ".");
    }
}
