package dev.virga.kernel.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256-GCM for content that need not fit in memory and is read from the middle. Every key
/// encrypts one content only, so the nonces count:
///
///     content  chunk 0, chunk 1 …; all but the last are 64 KB
///     chunk    ciphertext + tag (16 bytes)
///     nonce    7 zero bytes + number of the chunk (4 bytes) + 1 in the last chunk, else 0
///
/// So a chunk that is changed, moved, left out or cut off is noticed when it is read. Any thread
/// may call it.
public final class ChunkedGcm {
    public static final int KEY_BYTES = 32;
    /// A whole chunk, as it is stored.
    public static final int SEALED_CHUNK = 64 << 10;
    public static final int TAG_BYTES = 16;
    /// What a whole chunk holds.
    public static final int PLAIN_CHUNK = SEALED_CHUNK - TAG_BYTES;

    private static final int NONCE_BYTES = 12;
    private static final byte[] NOTHING = new byte[0];

    private final GcmCiphers ciphers = new GcmCiphers();

    /// Which bytes of the sealed content have to be read.
    public record Span(long from, long length) {}

    /// Seals content of one chunk.
    ///
    /// @param bound authenticated with it, and needed again to open it
    public byte[] seal(byte[] key, byte[] plain, byte[] bound) {
        if (plain.length > PLAIN_CHUNK) {
            throw new IllegalArgumentException(plain.length + " bytes do not fit in a chunk");
        }
        byte[] sealed = new byte[plain.length + TAG_BYTES];
        Cipher cipher = ciphers.take();
        try {
            init(cipher, Cipher.ENCRYPT_MODE, secret(key), 0, true);
            cipher.updateAAD(bound);
            cipher.doFinal(plain, 0, plain.length, sealed, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        ciphers.giveBack(cipher);
        return sealed;
    }

    /// Opens content of one chunk.
    ///
    /// @throws AEADBadTagException when it was changed, or sealed under another key or bound to
    ///     something else
    public byte[] open(byte[] key, byte[] sealed, byte[] bound) throws AEADBadTagException {
        if (sealed.length < TAG_BYTES) {
            throw new AEADBadTagException("too short");
        }
        Cipher cipher = ciphers.take();
        try {
            init(cipher, Cipher.DECRYPT_MODE, secret(key), 0, true);
            cipher.updateAAD(bound);
            byte[] plain = cipher.doFinal(sealed, 0, sealed.length);
            ciphers.giveBack(cipher);
            return plain;
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public byte[] seal(byte[] key, byte[] plain) {
        return seal(key, plain, NOTHING);
    }

    public byte[] open(byte[] key, byte[] sealed) throws AEADBadTagException {
        return open(key, sealed, NOTHING);
    }

    /// The sealed content, read from the plain one as it goes.
    public InputStream sealing(byte[] key, InputStream plain) {
        return new Sealing(secret(key), plain);
    }

    /// Where these bytes of the content are when it is sealed: in whole chunks.
    ///
    /// @param plainLength of the whole content
    public static Span span(long plainLength, long from, long length) {
        Objects.checkFromIndexSize(from, length, plainLength);
        long first = from / PLAIN_CHUNK;
        long end = length == 0 ? first : (from + length - 1) / PLAIN_CHUNK + 1;
        long last = chunks(plainLength);
        long endByte = end == last ? plainLength + last * TAG_BYTES : end * SEALED_CHUNK;
        return new Span(first * SEALED_CHUNK, Math.max(0, endByte - first * SEALED_CHUNK));
    }

    /// A part of the content.
    ///
    /// @param sealed what [#span] names
    /// @return throws [Damaged] on reading what was changed
    public InputStream opening(byte[] key, long plainLength, long from, long length, InputStream sealed) {
        return new Opening(secret(key), plainLength, from, length, sealed);
    }

    private static long chunks(long plainLength) {
        return Math.max(1, (plainLength + PLAIN_CHUNK - 1) / PLAIN_CHUNK);
    }

    private static SecretKeySpec secret(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes");
        }
        return new SecretKeySpec(key, "AES");
    }

    private static void init(Cipher cipher, int mode, SecretKeySpec key, long chunk, boolean last)
            throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE_BYTES];
        int number = Math.toIntExact(chunk);
        for (int i = 0; i < Integer.BYTES; i++) {
            nonce[NONCE_BYTES - 2 - i] = (byte) (number >> (Byte.SIZE * i));
        }
        nonce[NONCE_BYTES - 1] = (byte) (last ? 1 : 0);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    }

    /// Content on the disk is not what was written there.
    public static final class Damaged extends IOException {
        Damaged(Throwable cause) {
            super("content was changed on the disk, or its key is another's", cause);
        }
    }

    /// Hands out what `next` fills, chunk by chunk. One thread.
    private abstract static class Chunks extends InputStream {
        final SecretKeySpec key;
        final InputStream in;
        final Cipher cipher = GcmCiphers.fresh();
        byte[] out = NOTHING;
        int at;
        int end;
        long chunk;

        Chunks(SecretKeySpec key, InputStream in) {
            this.key = key;
            this.in = in;
        }

        /// Fills `out` from 0 to `end`; false at the end.
        abstract boolean next() throws IOException;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int size) throws IOException {
            Objects.checkFromIndexSize(offset, size, buffer.length);
            if (size == 0) {
                return 0;
            }
            while (at == end) {
                if (!next()) {
                    return -1;
                }
            }
            int bytes = Math.min(size, end - at);
            System.arraycopy(out, at, buffer, offset, bytes);
            at += bytes;
            return bytes;
        }

        @Override
        public int available() {
            return end - at;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private static final class Sealing extends Chunks {
        /// One byte more than a chunk holds: whether there is one tells whether this is the last.
        private final byte[] plain = new byte[PLAIN_CHUNK + 1];
        private int held;
        private boolean done;

        Sealing(SecretKeySpec key, InputStream in) {
            super(key, in);
            out = new byte[SEALED_CHUNK];
        }

        @Override
        boolean next() throws IOException {
            if (done) {
                return false;
            }
            held += in.readNBytes(plain, held, plain.length - held);
            done = held < plain.length;
            int bytes = Math.min(held, PLAIN_CHUNK);
            try {
                init(cipher, Cipher.ENCRYPT_MODE, key, chunk++, done);
                end = cipher.doFinal(plain, 0, bytes, out, 0);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
            at = 0;
            plain[0] = plain[bytes];
            held = done ? 0 : 1;
            return true;
        }
    }

    private static final class Opening extends Chunks {
        private final long plainLength;
        private byte[] sealed = NOTHING;
        private int skip;
        private long left;

        Opening(SecretKeySpec key, long plainLength, long from, long length, InputStream in) {
            super(key, in);
            this.plainLength = plainLength;
            chunk = from / PLAIN_CHUNK;
            skip = (int) (from % PLAIN_CHUNK);
            left = length;
        }

        @Override
        boolean next() throws IOException {
            if (left == 0) {
                return false;
            }
            int bytes = (int) Math.min(PLAIN_CHUNK, plainLength - chunk * PLAIN_CHUNK);
            if (sealed.length == 0) {
                sealed = new byte[bytes + TAG_BYTES];
                out = new byte[bytes];
            }
            int there = in.readNBytes(sealed, 0, bytes + TAG_BYTES);
            try {
                init(cipher, Cipher.DECRYPT_MODE, key, chunk, chunk == chunks(plainLength) - 1);
                cipher.doFinal(sealed, 0, there, out, 0);
            } catch (GeneralSecurityException e) {
                Arrays.fill(out, (byte) 0);
                throw new Damaged(e);
            }
            chunk++;
            at = skip;
            end = (int) Math.min(bytes, skip + left);
            left -= end - at;
            skip = 0;
            return true;
        }
    }
}
