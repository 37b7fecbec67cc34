package dev.virga.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void aCertificateAndItsKeyAreRead(String algorithm) throws Exception {
        Identity identity = TestIdentity.make(folder, "own", algorithm);
        assertThat(identity.chain()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"RSA, RSA PRIVATE KEY, 26", "EC, EC PRIVATE KEY, 0"})
    void theOlderFormsOfKeysAreReadToo(String algorithm, String label, int skip) throws Exception {
        PrivateKey key = TestIdentity.make(folder, "own", algorithm).key();
        byte[] pkcs8 = key.getEncoded();
        byte[] older = algorithm.equals("RSA") ? Arrays.copyOfRange(pkcs8, skip, pkcs8.length) : sec1(pkcs8);
        Files.writeString(
                folder.resolve("older.pem"),
                "Bag Attributes: none\n-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                        + Pem.text(label, older));
        // It belongs to the certificate, or it would be refused.
        assertThat(Pem.identity(folder.resolve("own.pem"), folder.resolve("older.pem"))
                        .key()
                        .getAlgorithm())
                .isEqualTo(algorithm);
    }

    /// SEQUENCE { 1, OCTET STRING of 32 bytes, [0] prime256v1 }
    private static byte[] sec1(byte[] pkcs8) {
        byte[] secret = new byte[32];
        for (int at = 0; at + 34 <= pkcs8.length; at++) {
            if (pkcs8[at] == 0x04 && pkcs8[at + 1] == 0x20) {
                System.arraycopy(pkcs8, at + 2, secret, 0, 32);
            }
        }
        byte[] curve = {(byte) 0xa0, 0x0a, 0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 3, 1, 7};
        byte[] all = new byte[2 + 3 + 34 + curve.length];
        all[0] = 0x30;
        all[1] = (byte) (all.length - 2);
        System.arraycopy(new byte[] {2, 1, 1, 4, 0x20}, 0, all, 2, 5);
        System.arraycopy(secret, 0, all, 7, 32);
        System.arraycopy(curve, 0, all, 39, curve.length);
        return all;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nothing                                                                     | no private key
            -----BEGIN ENCRYPTED PRIVATE KEY-----AAAA-----END ENCRYPTED PRIVATE KEY-----| is encrypted
            -----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----                    | neither RSA
            -----BEGIN EC PRIVATE KEY-----AAAA-----END EC PRIVATE KEY-----              | does not name its curve
            -----BEGIN EC PRIVATE KEY-----MIT/-----END EC PRIVATE KEY-----              | does not name its curve
            -----BEGIN PRIVATE KEY-----A-----END PRIVATE KEY-----                       | damaged
            """)
    void whatIsNoKeyIsExplained(String text, String message) throws Exception {
        Path file = Files.writeString(folder.resolve("key.pem"), text);
        assertThatThrownBy(() -> Pem.key(file)).isInstanceOf(IOException.class).hasMessageContaining(message);
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws Exception {
        TestIdentity.make(folder, "one", "EC");
        TestIdentity.make(folder, "two", "EC");
        TestIdentity.make(folder, "three", "RSA");
        for (String other : new String[] {"two", "three"}) {
            assertThatThrownBy(() -> Pem.identity(folder.resolve("one.pem"), folder.resolve(other + "-key.pem")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is not that of");
        }
    }
}
