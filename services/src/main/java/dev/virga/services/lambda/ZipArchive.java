package dev.virga.services.lambda;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The directory of a zip file, read with the suspicion that an uploaded file deserves: every name,
/// size and offset is checked before anything is written. `java.util.zip` does not tell permissions
/// and symbolic links.
///
/// Not for several threads.
final class ZipArchive {
    static final int MAX_ENTRIES = 100_000;
    static final long MAX_UNZIPPED = 262_144_000;
    private static final int MAX_NAME_BYTES = 1024;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_LINK_BYTES = 1024;
    /// Deflate cannot do better than 1032; what real packages hold stays far below this.
    private static final int MAX_RATIO = 250;
    /// Below this many bytes the ratio does not matter.
    private static final long RATIO_COUNTS_FROM = 16 << 20;

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int CENTRAL_SIGNATURE = 0x02014b50;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT = 65_535;
    private static final int LOCAL_BYTES = 30;
    private static final int ENCRYPTED = 1;
    private static final int UNIX = 3;
    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_FILE = 0100000;
    private static final int TYPE_FOLDER = 0040000;
    private static final int TYPE_LINK = 0120000;
    private static final int ANY_EXECUTE = 0111;

    enum Kind {
        FILE,
        FOLDER,
        LINK
    }

    /// @param path relative, normalized, without `/` at its end
    /// @param data compressed content
    /// @param deflated or stored
    record Entry(String path, Kind kind, boolean executable, boolean deflated, ByteBuffer data, long size, long crc) {}

    /// The file is no archive that may be unpacked. The message says why.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message, null, false, false);
        }
    }

    private final ByteBuffer file;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> folders = new HashSet<>();
    private final Set<String> others = new HashSet<>();
    private long unzipped;

    private ZipArchive(ByteBuffer file) {
        this.file = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    static ZipArchive read(ByteBuffer file) throws Refused {
        ZipArchive archive = new ZipArchive(file);
        try {
            archive.readDirectory();
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | ArithmeticException e) {
            throw new Refused("the file is damaged or no zip file");
        }
        return archive;
    }

    List<Entry> entries() {
        return entries;
    }

    /// Sum of the sizes of all entries.
    long unzippedLength() {
        return unzipped;
    }

    private void readDirectory() throws Refused {
        int end = findEnd();
        int count = file.getShort(end + 10) & 0xffff;
        long offset = file.getInt(end + 16) & 0xffffffffL;
        if (count == 0xffff || offset == 0xffffffffL) {
            throw new Refused("Zip64 is not supported");
        }
        if (count > MAX_ENTRIES) {
            throw new Refused("more than " + MAX_ENTRIES + " entries");
        }
        int at = Math.toIntExact(offset);
        for (int i = 0; i < count; i++) {
            at = readEntry(at);
        }
        if (unzipped > RATIO_COUNTS_FROM && unzipped / Math.max(1, file.limit()) > MAX_RATIO) {
            throw new Refused("it expands more than " + MAX_RATIO + " times");
        }
    }

    private int findEnd() throws Refused {
        int last = file.limit() - END_BYTES;
        for (int at = last; at >= 0 && at >= last - MAX_COMMENT; at--) {
            if (file.getInt(at) == END_SIGNATURE) {
                return at;
            }
        }
        throw new Refused("the file is no zip file");
    }

    /// @return where the next entry of the directory starts
    private int readEntry(int at) throws Refused {
        if (file.getInt(at) != CENTRAL_SIGNATURE) {
            throw new Refused("its directory is damaged");
        }
        int system = file.get(at + 5);
        int flags = file.getShort(at + 8);
        int method = file.getShort(at + 10);
        long crc = file.getInt(at + 16) & 0xffffffffL;
        long packed = file.getInt(at + 20) & 0xffffffffL;
        long size = file.getInt(at + 24) & 0xffffffffL;
        int nameLength = file.getShort(at + 28) & 0xffff;
        int extraLength = file.getShort(at + 30) & 0xffff;
        int commentLength = file.getShort(at + 32) & 0xffff;
        int mode = file.getInt(at + 38) >>> 16;
        long local = file.getInt(at + 42) & 0xffffffffL;
        byte[] nameBytes = new byte[Math.min(nameLength, MAX_NAME_BYTES + 1)];
        file.get(at + 46, nameBytes);
        String name = new String(nameBytes, StandardCharsets.UTF_8);
        if (nameLength > MAX_NAME_BYTES) {
            throw new Refused("an entry's name is longer than " + MAX_NAME_BYTES + " bytes");
        }
        if ((flags & ENCRYPTED) != 0 || (method != 0 && method != 8)) {
            throw new Refused("'" + name + "' is encrypted or compressed in an unknown way");
        }
        unzipped += size;
        if (unzipped > MAX_UNZIPPED) {
            throw new Refused("Unzipped size must be smaller than " + MAX_UNZIPPED + " bytes");
        }
        boolean knowsMode = system == UNIX && mode != 0;
        Kind kind = kind(name, knowsMode ? mode : 0);
        String path = path(name);
        if (!path.isEmpty()) {
            register(path, kind);
            boolean executable = knowsMode && (mode & ANY_EXECUTE) != 0;
            ByteBuffer data = data(Math.toIntExact(local), Math.toIntExact(packed));
            if (kind == Kind.LINK && size > MAX_LINK_BYTES) {
                throw new Refused("'" + name + "' is a link with a long target");
            }
            entries.add(new Entry(path, kind, executable, method == 8, data, size, crc));
        }
        return at + 46 + nameLength + extraLength + commentLength;
    }

    private static Kind kind(String name, int mode) throws Refused {
        int type = mode & TYPE_MASK;
        if (type == TYPE_LINK) {
            return Kind.LINK;
        }
        if (type != 0 && type != TYPE_FILE && type != TYPE_FOLDER) {
            throw new Refused("'" + name + "' is a device or another special file");
        }
        return name.endsWith("/") || type == TYPE_FOLDER ? Kind.FOLDER : Kind.FILE;
    }

    /// The name as a relative path; empty for the root itself.
    private static String path(String name) throws Refused {
        if (name.startsWith("/") || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
            throw new Refused("'" + name.replace('\0', '?') + "' is not a relative path");
        }
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                throw new Refused("'" + name + "' leads out of the package");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        if (parts.size() > MAX_DEPTH) {
            throw new Refused("'" + name + "' is nested deeper than " + MAX_DEPTH + " folders");
        }
        return String.join("/", parts);
    }

    /// Nothing may lie below a file or a link, and no file may come twice: otherwise what is
    /// written depends on the order, and a link could be followed.
    private void register(String path, Kind kind) throws Refused {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String parent = path.substring(0, slash);
            if (others.contains(parent)) {
                throw new Refused("'" + path + "' lies below a file or a link");
            }
            folders.add(parent);
        }
        if (kind == Kind.FOLDER) {
            folders.add(path);
        } else if (!others.add(path)) {
            throw new Refused("'" + path + "' is there twice");
        }
        if (folders.contains(path) && others.contains(path)) {
            throw new Refused("'" + path + "' is a file and a folder");
        }
    }

    private ByteBuffer data(int local, int packed) throws Refused {
        if (file.getInt(local) != LOCAL_SIGNATURE) {
            throw new Refused("its directory is damaged");
        }
        int start = local + LOCAL_BYTES + (file.getShort(local + 26) & 0xffff) + (file.getShort(local + 28) & 0xffff);
        return file.slice(start, packed);
    }

    /// Whether a link that lies at `path` stays inside the package. Only its first steps may go up,
    /// from a folder that is no link itself (see [#register]), so that other links cannot change
    /// where it leads.
    static boolean staysInside(String path, String target) {
        if (target.isEmpty() || target.startsWith("/") || target.indexOf('\0') >= 0) {
            return false;
        }
        int depth = path.split("/").length - 1;
        boolean down = false;
        for (String part : target.split("/")) {
            if (part.equals("..")) {
                depth--;
                if (down || depth < 0) {
                    return false;
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                down = true;
            }
        }
        return true;
    }
}
