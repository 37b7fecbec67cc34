package dev.virga.app;

import dev.virga.kernel.crypto.RootKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where the root key comes from, which is never the store:
///
///     VIRGA_ROOT_KEY       32 bytes in hex or base64; while rotating, the one before after a comma
///     VIRGA_ROOT_KEY_FILE  a file that somebody else keeps, e.g. a mounted secret
///     root.key             in the home folder, made at the first start
///
/// A file has one key a line, the current one first; only its owner may read it.
final class RootKeyFile {
    static final String NAME = "root.key";
    private static final String VARIABLE = "VIRGA_ROOT_KEY";
    private static final String FILE_VARIABLE = "VIRGA_ROOT_KEY_FILE";
    private static final int MAX_FILE_BYTES = 4096;
    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Home home;
    private final Map<String, String> environment;
    private final SecureRandom random = new SecureRandom();

    RootKeyFile(Home home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
    }

    /// Whether this installation keeps the key itself, and so can make a new one.
    boolean isOwn() {
        return given(VARIABLE) == null && given(FILE_VARIABLE) == null;
    }

    /// @param needed the store is encrypted already: a key that is missing must not be made anew
    /// @throws IOException with a message for the operator
    RootKeys read(boolean needed) throws IOException {
        return new RootKeys(keys(needed), random);
    }

    private List<byte[]> keys(boolean needed) throws IOException {
        String text = given(VARIABLE);
        if (text != null) {
            return parse(text.split(","), VARIABLE);
        }
        String elsewhere = given(FILE_VARIABLE);
        Path file = elsewhere == null ? home.folder().resolve(NAME) : Path.of(elsewhere);
        if (!Files.exists(file)) {
            if (elsewhere != null) {
                throw new IOException(FILE_VARIABLE + " names " + file + ", which is not there");
            }
            if (needed) {
                throw new IOException(file + " is missing. The store in " + home.folder()
                        + " is encrypted with the key in it: put it back, or give the key in " + VARIABLE);
            }
            write(List.of(fresh()));
        }
        return readFile(file);
    }

    private @Nullable String given(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    private static List<byte[]> readFile(Path file) throws IOException {
        if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null) {
            Set<PosixFilePermission> now = Files.getPosixFilePermissions(file);
            if (!OWNER.containsAll(now)) {
                throw new IOException("others may use " + file + ", which holds the root key ("
                        + PosixFilePermissions.toString(now) + "). If nobody has read it, run: chmod 600 " + file);
            }
        }
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException(file + " is damaged: it is too long");
        }
        List<String> lines = Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .toList();
        return parse(lines.toArray(String[]::new), file.toString());
    }

    private static List<byte[]> parse(String[] texts, String where) throws IOException {
        if (texts.length == 0 || texts.length > RootKeys.MAX_KEYS) {
            throw new IOException(
                    where + " holds " + texts.length + " keys; 1 to " + RootKeys.MAX_KEYS + " make sense");
        }
        List<byte[]> keys = new ArrayList<>();
        for (String text : texts) {
            byte[] key = parse(text.strip());
            if (key == null || key.length != RootKeys.KEY_BYTES) {
                // Never the text itself: this goes to logs.
                throw new IOException(where + " holds no root key: 32 bytes in hex or base64 are needed,"
                        + " e.g. what `openssl rand -hex 32` prints");
            }
            keys.add(key);
        }
        return keys;
    }

    private static byte @Nullable [] parse(String text) {
        try {
            return text.length() == 2 * RootKeys.KEY_BYTES
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private byte[] fresh() {
        byte[] key = new byte[RootKeys.KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    /// Begins a rotation: a new key is the current one, those before stay until [#forgetFormer].
    RootKeys addFresh() throws IOException {
        List<byte[]> all = new ArrayList<>();
        all.add(fresh());
        all.addAll(keys(true));
        write(all);
        return new RootKeys(all, random);
    }

    /// Ends a rotation: every data key is wrapped with the current key.
    void forgetFormer() throws IOException {
        write(List.of(keys(true).getFirst()));
    }

    private void write(List<byte[]> keys) throws IOException {
        home.replace(
                NAME,
                String.join("\n", keys.stream().map(HexFormat.of()::formatHex).toList()));
    }
}
