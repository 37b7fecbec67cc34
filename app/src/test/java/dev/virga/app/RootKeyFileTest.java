package dev.virga.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.kernel.crypto.RootKeys;
import dev.virga.kernel.crypto.Seals;
import dev.virga.store.RocksStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootKeyFileTest {
    private static final String HEX = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    @TempDir
    Path folder;

    private RootKeyFile file(Map<String, String> environment) throws IOException {
        return new RootKeyFile(Home.open(folder), environment);
    }

    private Path path() {
        return folder.resolve("root.key");
    }

    @Test
    void theFirstStartMakesAKeyThatOnlyItsOwnerMayRead() throws IOException {
        RootKeys made = file(Map.of()).read(false);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
        assertThat(file(Map.of()).read(true).current()).isEqualTo(made.current());
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws IOException {
        file(Map.of()).read(false);
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> file(Map.of()).read(true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void aKeyThatIsMissedIsNotMadeAnew() throws IOException {
        assertThatThrownBy(() -> file(Map.of()).read(true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("put it back");
        assertThat(path()).doesNotExist();
    }

    @Test
    void theEnvironmentComesFirst() throws IOException {
        String id = file(Map.of("VIRGA_ROOT_KEY", HEX)).read(true).current();
        String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(HEX));
        assertThat(file(Map.of("VIRGA_ROOT_KEY", base64)).read(true).current()).isEqualTo(id);
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), HEX + "\n");
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("r--------"));
        assertThat(file(Map.of("VIRGA_ROOT_KEY_FILE", elsewhere.toString()))
                        .read(true)
                        .current())
                .isEqualTo(id);
        assertThat(path()).doesNotExist();
    }

    @Test
    void whatIsNoKeyIsRefusedAndNotRepeated() throws IOException {
        for (String text : new String[] {"tooshort", HEX + "00", "?" + HEX.substring(1), HEX + ",x"}) {
            assertThatThrownBy(() -> file(Map.of("VIRGA_ROOT_KEY", text)).read(true))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("32 bytes")
                    .hasMessageNotContaining(text);
        }
    }

    @Test
    void aNewRootKeyOpensWhatWasSealedBeforeAndTheOldOneIsForgotten() throws IOException {
        try (RocksStore store = RocksStore.open(folder.resolve("store"), () -> Instant.EPOCH)) {
            Encryption encryption = Encryption.open(store, file(Map.of()));
            byte[] sealed = encryption.seals().of("kms").seal(new byte[] {7}, "x");
            String before = Files.readString(path());
            assertThat(encryption.rotate()).isEqualTo(2);
            String after = Files.readString(path());
            assertThat(after).doesNotContain(before.strip()).hasLineCount(1);
            assertThat(encryption.seals().of("ssm").seal(new byte[1], "")).isNotEmpty();
            Seals again = Encryption.open(store, file(Map.of())).seals();
            assertThat(again.of("kms").open(sealed, "x")).containsExactly(7);
        }
    }

    @Test
    void aStartFinishesARotationThatWasCutShort() throws IOException {
        try (RocksStore store = RocksStore.open(folder.resolve("store"), () -> Instant.EPOCH)) {
            byte[] sealed =
                    Encryption.open(store, file(Map.of())).seals().of("kms").seal(new byte[] {7}, "x");
            file(Map.of()).addFresh();
            assertThat(Files.readString(path())).hasLineCount(2);
            Encryption.open(store, file(Map.of()));
            assertThat(Files.readString(path())).hasLineCount(1);
            assertThat(Encryption.open(store, file(Map.of())).seals().of("kms").open(sealed, "x"))
                    .containsExactly(7);
        }
    }
}
