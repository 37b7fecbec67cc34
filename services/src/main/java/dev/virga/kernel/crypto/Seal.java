package dev.virga.kernel.crypto;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.AEADBadTagException;

/// Encrypts the values that one service stores.
///
///     format (1 byte, 1) + version of the data key (4 bytes, big-endian) + message of PerMessageGcm
///
/// Bound to a value, and needed to open it: the purpose, the five bytes before it and the context.
/// Any thread may call it; the data key is read from the store on first use.
public final class Seal {
    private static final byte FORMAT = 1;
    private static final int HEAD_BYTES = 5;
    private static final int CURRENT_VERSION = 1;

    /// Finds the data key of a version.
    interface DataKeys {
        byte[] get(String purpose, int version);
    }

    /// A value was changed on the disk, or put in another's place.
    public static final class Damaged extends IllegalStateException {
        Damaged(String purpose) {
            super("a sealed value of " + purpose + " cannot be opened: it was changed, or belongs elsewhere");
        }
    }

    private final String purpose;
    private final DataKeys dataKeys;
    private final SecureRandom random;
    private final Map<Integer, PerMessageGcm> ciphers = new ConcurrentHashMap<>();

    Seal(String purpose, DataKeys dataKeys, SecureRandom random) {
        this.purpose = purpose;
        this.dataKeys = dataKeys;
        this.random = random;
    }

    /// @param context what the value is and where it belongs, e.g. its key in the store: a value
    ///     that is moved elsewhere does not open
    public byte[] seal(byte[] value, String context) {
        byte[] head = head(CURRENT_VERSION);
        byte[] message = cipher(CURRENT_VERSION).seal(value, bound(head, context));
        byte[] sealed = Arrays.copyOf(head, HEAD_BYTES + message.length);
        System.arraycopy(message, 0, sealed, HEAD_BYTES, message.length);
        return sealed;
    }

    /// @throws Damaged when it was not sealed here with this context
    public byte[] open(byte[] sealed, String context) {
        if (sealed.length < HEAD_BYTES || sealed[0] != FORMAT) {
            throw new Damaged(purpose);
        }
        int version = 0;
        for (int i = 1; i < HEAD_BYTES; i++) {
            version = version << 8 | (sealed[i] & 0xff);
        }
        // A version that was never made is a changed value, not a reason to look for keys.
        if (version != CURRENT_VERSION) {
            throw new Damaged(purpose);
        }
        byte[] message = Arrays.copyOfRange(sealed, HEAD_BYTES, sealed.length);
        try {
            return cipher(version).open(message, bound(head(version), context));
        } catch (AEADBadTagException e) {
            throw new Damaged(purpose);
        }
    }

    private PerMessageGcm cipher(int version) {
        PerMessageGcm known = ciphers.get(version);
        if (known != null) {
            return known;
        }
        byte[] key = dataKeys.get(purpose, version);
        PerMessageGcm made = new PerMessageGcm(key, random);
        Arrays.fill(key, (byte) 0);
        ciphers.put(version, made);
        return made;
    }

    private byte[] bound(byte[] head, String context) {
        byte[] names = (purpose + "\0" + context).getBytes(StandardCharsets.UTF_8);
        byte[] bound = Arrays.copyOf(head, HEAD_BYTES + names.length);
        System.arraycopy(names, 0, bound, HEAD_BYTES, names.length);
        return bound;
    }

    private static byte[] head(int version) {
        return new byte[] {FORMAT, (byte) (version >> 24), (byte) (version >> 16), (byte) (version >> 8), (byte) version
        };
    }
}
