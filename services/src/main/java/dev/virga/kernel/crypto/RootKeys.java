package dev.virga.kernel.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The root keys of the installation: the current one and, while a rotation is under way, those
/// before it. They wrap the data keys of [Seals] and nothing else.
///
/// A key is named by its id, which is derived from it and tells nothing about it: so the file and
/// the environment need no version numbers that could be wrong.
public final class RootKeys {
    public static final int KEY_BYTES = 32;
    /// More than two are there only when rotations were cut short again and again.
    public static final int MAX_KEYS = 16;

    private static final int ID_CHARS = 16;

    private final Map<String, PerMessageGcm> keys = new LinkedHashMap<>();
    private final String current;

    /// @param all the current one first; 32 bytes each
    public RootKeys(List<byte[]> all, SecureRandom random) {
        if (all.isEmpty() || all.size() > MAX_KEYS) {
            throw new IllegalArgumentException("there are 1 to " + MAX_KEYS + " root keys, not " + all.size());
        }
        for (byte[] key : all) {
            keys.put(id(key), new PerMessageGcm(key, random));
        }
        current = id(all.getFirst());
    }

    /// Id of the key that wraps from now on.
    public String current() {
        return current;
    }

    /// How many there are: more than one while a rotation is under way.
    public int size() {
        return keys.size();
    }

    public boolean has(String id) {
        return keys.containsKey(id);
    }

    /// With the current key.
    byte[] wrap(byte[] dataKey, String context) {
        return key(current).seal(dataKey, bound(current, context));
    }

    byte[] unwrap(String id, byte[] wrapped, String context) throws AEADBadTagException {
        return key(id).open(wrapped, bound(id, context));
    }

    private PerMessageGcm key(String id) {
        PerMessageGcm key = keys.get(id);
        if (key == null) {
            throw new IllegalStateException("there is no root key " + id);
        }
        return key;
    }

    private static byte[] bound(String id, String context) {
        return ("virga root key\0" + id + "\0" + context).getBytes(StandardCharsets.UTF_8);
    }

    private static String id(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a root key has " + KEY_BYTES + " bytes, not " + key.length);
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] digest = mac.doFinal("virga root key id".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, ID_CHARS / 2));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
