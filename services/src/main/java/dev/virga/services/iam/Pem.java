package dev.virga.services.iam;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Texts with `-----BEGIN …-----`. What stands between blocks is passed over.
final class Pem {
    static final String CERTIFICATE = "CERTIFICATE";
    static final String PUBLIC_KEY = "PUBLIC KEY";

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final int MAX_BLOCKS = 50;
    private static final int LINE = 64;

    private Pem() {}

    record Block(String label, byte[] der) {}

    /// Null when there is none, or one is damaged or encrypted.
    static @Nullable List<Block> read(String text) {
        List<Block> blocks = new ArrayList<>();
        String label = null;
        StringBuilder base64 = new StringBuilder();
        for (String raw : text.split("\\R")) {
            String line = raw.strip();
            if (label == null) {
                if (line.startsWith(BEGIN)
                        && line.endsWith(DASHES)
                        && line.length() > BEGIN.length() + DASHES.length()) {
                    label = line.substring(BEGIN.length(), line.length() - DASHES.length());
                    base64.setLength(0);
                }
            } else if (line.equals(END + label + DASHES)) {
                byte[] der = decode(base64.toString());
                if (der == null || blocks.size() == MAX_BLOCKS) {
                    return null;
                }
                blocks.add(new Block(label, der));
                label = null;
            } else {
                // A header such as `Proc-Type` says that what follows is encrypted; it is no base64.
                base64.append(line);
            }
        }
        return label != null || blocks.isEmpty() ? null : blocks;
    }

    private static byte @Nullable [] decode(String base64) {
        try {
            return base64.isEmpty() ? null : Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static String write(String label, byte[] der) {
        Base64.Encoder lines = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
        return BEGIN + label + DASHES + "\n" + lines.encodeToString(der) + "\n" + END + label + DASHES;
    }
}
