package dev.virga.services.lambda;

import dev.virga.services.lambda.FunctionVersion.Code;
import dev.virga.store.Blobs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Code packages: the zip file is a blob of the store, which is durable; what it unpacks to lies in
/// a cache folder named by the content, read-only, which may be lost at any time and is made again.
///
///     cache/SHA256/         the unpacked package, moved here when complete
///     cache/.new-UUID/      being unpacked
///
/// Any thread may call it.
final class CodeStore {
    static final long MAX_ZIPPED = 50L << 20;
    private static final int COPY_BYTES = 64 << 10;
    /// Packages that are unpacked at the same time: each may need 250 MB of disk bandwidth.
    private static final int MAX_UNPACKING = 4;

    private static final String PARTIAL = ".new-";

    private final Blobs blobs;
    private final Path cache;
    private final Semaphore unpacking = new Semaphore(MAX_UNPACKING);

    CodeStore(Blobs blobs, Path cache) throws IOException {
        this.blobs = blobs;
        this.cache = cache;
        Files.createDirectories(cache);
        try (Stream<Path> left = Files.list(cache)) {
            for (Path path : left.filter(p -> p.getFileName().toString().startsWith(PARTIAL))
                    .toList()) {
                remove(path);
            }
        }
    }

    /// Checks a package, unpacks it and keeps it.
    ///
    /// @throws dev.virga.wire.AwsException InvalidParameterValueException when it is no package
    ///     that may be unpacked
    Code keep(byte[] zip, String architecture) {
        try {
            ZipArchive.read(ByteBuffer.wrap(zip));
            Blobs.Ref ref = blobs.write(new ByteArrayInputStream(zip));
            long unzipped = unpack(ref.id(), ByteBuffer.wrap(zip));
            String sha256 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(ref.id()));
            return new Code(ref.id(), ref.length(), unzipped, sha256, architecture);
        } catch (ZipArchive.Refused e) {
            throw refused(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RuntimeException refused(ZipArchive.Refused e) {
        String why = String.valueOf(e.getMessage());
        return LambdaErrors.invalid(
                why.startsWith("Unzipped size")
                        ? why
                        : "Could not unzip uploaded file. Please check your file, then try to upload again. (" + why
                                + ")");
    }

    InputStream open(Code code) throws IOException {
        return blobs.read(new Blobs.Ref(code.blob(), code.length()), 0, -1);
    }

    /// The unpacked package.
    Path folder(String blob, long length) throws IOException {
        Path folder = cache.resolve(blob);
        if (!Files.isDirectory(folder)) {
            Path zip = Files.createTempFile(cache, PARTIAL, ".zip");
            try (InputStream content = blobs.read(new Blobs.Ref(blob, length), 0, -1)) {
                Files.copy(content, zip, StandardCopyOption.REPLACE_EXISTING);
                try (FileChannel channel = FileChannel.open(zip, StandardOpenOption.READ)) {
                    unpack(blob, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
                }
            } catch (ZipArchive.Refused e) {
                throw new IOException("a kept package cannot be unpacked: " + e.getMessage(), e);
            } finally {
                Files.deleteIfExists(zip);
            }
        }
        return folder;
    }

    /// @return bytes of all files together
    private long unpack(String id, ByteBuffer zip) throws IOException, ZipArchive.Refused {
        ZipArchive archive = ZipArchive.read(zip);
        Path folder = cache.resolve(id);
        if (Files.isDirectory(folder)) {
            return archive.unzippedLength();
        }
        Path partial = cache.resolve(PARTIAL + UUID.randomUUID());
        unpacking.acquireUninterruptibly();
        try {
            Files.createDirectory(partial);
            write(archive, partial);
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
            // Somebody else unpacked the same package meanwhile.
            remove(partial);
        } catch (IOException | ZipArchive.Refused | RuntimeException e) {
            remove(partial);
            throw e;
        } finally {
            unpacking.release();
        }
        return archive.unzippedLength();
    }

    private static void write(ZipArchive archive, Path root) throws IOException, ZipArchive.Refused {
        List<Path> folders = new ArrayList<>();
        folders.add(root);
        List<ZipArchive.Entry> links = new ArrayList<>();
        for (ZipArchive.Entry entry : archive.entries()) {
            Path path = root.resolve(entry.path());
            switch (entry.kind()) {
                case FOLDER -> makeFolders(root, path, folders);
                case LINK -> links.add(entry);
                case FILE -> {
                    makeFolders(root, parent(path), folders);
                    writeFile(entry, path);
                }
            }
        }
        // Last, so that no file is ever written through a link.
        for (ZipArchive.Entry entry : links) {
            Path path = root.resolve(entry.path());
            makeFolders(root, parent(path), folders);
            String target = new String(content(entry), StandardCharsets.UTF_8);
            if (!ZipArchive.staysInside(entry.path(), target)) {
                throw new ZipArchive.Refused("the link '" + entry.path() + "' leads out of the package");
            }
            Files.createSymbolicLink(path, Path.of(target));
        }
        for (Path folder : folders.reversed()) {
            // The root stays writable for its owner until it was moved: a folder's own entry changes with the move.
            String mode = folder.equals(root) ? "rwxr-xr-x" : "r-xr-xr-x";
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
        }
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalStateException("an entry lies below the root");
        }
        return parent;
    }

    private static void makeFolders(Path root, Path folder, List<Path> made) throws IOException {
        if (folder.equals(root) || Files.isDirectory(folder)) {
            return;
        }
        makeFolders(root, parent(folder), made);
        Files.createDirectory(folder);
        made.add(folder);
    }

    private static void writeFile(ZipArchive.Entry entry, Path path) throws IOException, ZipArchive.Refused {
        try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            copy(entry, out);
        }
        String mode = entry.executable() ? "r-xr-xr-x" : "r--r--r--";
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static byte[] content(ZipArchive.Entry entry) throws IOException, ZipArchive.Refused {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        copy(entry, out);
        return out.toByteArray();
    }

    /// Writes not one byte more than the directory of the archive promised.
    private static void copy(ZipArchive.Entry entry, OutputStream out) throws IOException, ZipArchive.Refused {
        CRC32 crc = new CRC32();
        byte[] buffer = new byte[COPY_BYTES];
        long left = entry.size();
        Inflater inflater = new Inflater(true);
        ByteBuffer data = entry.data().duplicate();
        try {
            inflater.setInput(data);
            while (true) {
                int n = entry.deflated() ? inflater.inflate(buffer) : stored(data, buffer);
                if (n == 0) {
                    break;
                }
                left -= n;
                if (left < 0) {
                    throw new ZipArchive.Refused("'" + entry.path() + "' is larger than it says");
                }
                crc.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
        } catch (DataFormatException e) {
            throw new ZipArchive.Refused("'" + entry.path() + "' is damaged");
        } finally {
            inflater.end();
        }
        if (left != 0 || crc.getValue() != entry.crc()) {
            throw new ZipArchive.Refused("'" + entry.path() + "' is damaged");
        }
    }

    private static int stored(ByteBuffer data, byte[] buffer) {
        int n = Math.min(data.remaining(), buffer.length);
        data.get(buffer, 0, n);
        return n;
    }

    /// Removes a folder of ours, read-only parts included.
    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                if (Files.isDirectory(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
