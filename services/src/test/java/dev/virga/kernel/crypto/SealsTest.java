package dev.virga.kernel.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.kernel.FakeTime;
import dev.virga.store.RocksStore;
import dev.virga.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealsTest {
    private static final byte[] VALUE = "a secret".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();
    private Store store;

    @BeforeEach
    void openStore() throws IOException {
        store = RocksStore.open(folder, new FakeTime(Instant.parse("2026-01-01T00:00:00Z")));
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private RootKeys keys(int... fills) {
        return new RootKeys(
                Arrays.stream(fills)
                        .mapToObj(fill -> {
                            byte[] key = new byte[RootKeys.KEY_BYTES];
                            Arrays.fill(key, (byte) fill);
                            return key;
                        })
                        .toList(),
                random);
    }

    private Seals open(int... fills) throws WrongRootKey {
        return Seals.open(store, keys(fills), random);
    }

    @Test
    void whatWasSealedOpensAfterARestart() throws WrongRootKey {
        byte[] sealed = open(1).of("kms").seal(VALUE, "here");
        assertThat(open(1).of("kms").open(sealed, "here")).isEqualTo(VALUE);
    }

    @Test
    void whatWasSealedShowsNothingAndIsNeverTheSame() throws WrongRootKey {
        Seal seal = open(1).of("kms");
        byte[] sealed = seal.seal(VALUE, "here");
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
        assertThat(seal.seal(VALUE, "here")).isNotEqualTo(sealed);
    }

    @Test
    void aValueThatWasMovedOrChangedAnywhereDoesNotOpen() throws WrongRootKey {
        Seals seals = open(1);
        byte[] sealed = seals.of("kms").seal(VALUE, "here");
        assertThatThrownBy(() -> seals.of("kms").open(sealed, "there")).isInstanceOf(Seal.Damaged.class);
        assertThatThrownBy(() -> seals.of("ssm").open(sealed, "here")).isInstanceOf(Seal.Damaged.class);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> seals.of("kms").open(changed, "here")).isInstanceOf(Seal.Damaged.class);
            byte[] cut = Arrays.copyOf(sealed, i);
            assertThatThrownBy(() -> seals.of("kms").open(cut, "here")).isInstanceOf(Seal.Damaged.class);
        }
    }

    @Test
    void aWrongRootKeyIsRefusedAtOnce() throws WrongRootKey {
        open(1);
        assertThatThrownBy(() -> open(2)).isInstanceOf(WrongRootKey.class).hasMessageContaining("not the one");
    }

    @Test
    void aNewRootKeyOpensWhatWasSealedUnderTheOldOne() throws WrongRootKey {
        Seals seals = open(1);
        byte[] sealed = seals.of("kms").seal(VALUE, "here");
        byte[] secret = seals.secret("tokens");
        assertThat(seals.rewrap(keys(2, 1))).isEqualTo(3);
        byte[] later = seals.of("ssm").seal(VALUE, "here");

        Seals rotated = open(2);
        assertThat(rotated.of("kms").open(sealed, "here")).isEqualTo(VALUE);
        assertThat(rotated.of("ssm").open(later, "here")).isEqualTo(VALUE);
        assertThat(rotated.secret("tokens")).isEqualTo(secret);
        assertThatThrownBy(() -> open(1)).isInstanceOf(WrongRootKey.class);
    }

    @Test
    void aRotationThatWasCutShortGoesOn() throws WrongRootKey {
        Seals seals = open(1);
        List<byte[]> sealed =
                List.of(seals.of("a").seal(VALUE, ""), seals.of("b").seal(VALUE, ""));
        // The check value comes first, so this is what a crash after the first step leaves.
        DataKeyTable table = new DataKeyTable(store);
        DataKeyTable.Wrapped check = table.find("check", 1);
        byte[] key = new byte[32];
        table.replace(check, new DataKeyTable.Wrapped("check", 1, keys(2).current(), keys(2).wrap(key, "check/1"), 0));

        Seals again = open(2, 1);
        assertThat(again.rewrap(keys(2, 1))).isEqualTo(2);
        Seals done = open(2);
        assertThat(done.of("a").open(sealed.get(0), "")).isEqualTo(VALUE);
        assertThat(done.of("b").open(sealed.get(1), "")).isEqualTo(VALUE);
    }

    @Test
    void whoStillHasTheOldRootKeyMakesNoDataKeysAnyMore() throws WrongRootKey {
        Seals slow = open(1);
        open(1).rewrap(keys(2, 1));
        assertThatThrownBy(() -> slow.of("new").seal(VALUE, "")).isInstanceOf(IllegalStateException.class);
        assertThat(open(2).of("new").open(open(2).of("new").seal(VALUE, ""), ""))
                .isEqualTo(VALUE);
    }

    @Test
    void aSecretThatExistedBeforeIsKept() throws WrongRootKey {
        byte[] before = new byte[32];
        before[5] = 9;
        assertThat(open(1).secret("tokens", before.clone())).isEqualTo(before);
        assertThat(open(1).secret("tokens", new byte[32])).isEqualTo(before);
        assertThat(open(1).secret("tokens")).isEqualTo(before);
    }
}
