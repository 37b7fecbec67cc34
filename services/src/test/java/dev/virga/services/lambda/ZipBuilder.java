package dev.virga.services.lambda;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes zip files with permissions, links and lies, which the JDK's writer refuses to.
final class ZipBuilder {
    static final int FILE = 0100644;
    static final int EXECUTABLE = 0100755;
    static final int FOLDER = 0040755;
    static final int LINK = 0120777;
    static final int DEVICE = 0060644;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private int entries;

    ZipBuilder add(String name, int mode, String content) {
        byte[] data = content.getBytes(StandardCharsets.UTF_8);
        return add(name, mode, data, data.length);
    }

    /// @param size that the directory of the file claims
    ZipBuilder add(String name, int mode, byte[] content, int size) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(content);
        deflater.finish();
        byte[] packed = new byte[content.length + 100];
        int length = deflater.deflate(packed);
        deflater.end();
        CRC32 crc = new CRC32();
        crc.update(content);
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        int offset = file.size();
        ByteBuffer local = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
        local.putInt(0x04034b50).putShort((short) 20).putShort((short) 0).putShort((short) 8);
        local.putInt(0).putInt((int) crc.getValue()).putInt(length).putInt(size);
        local.putShort((short) path.length).putShort((short) 0);
        file.writeBytes(local.array());
        file.writeBytes(path);
        file.write(packed, 0, length);
        ByteBuffer central = ByteBuffer.allocate(46).order(ByteOrder.LITTLE_ENDIAN);
        central.putInt(0x02014b50).putShort((short) (3 << 8 | 20)).putShort((short) 20);
        central.putShort((short) 0).putShort((short) 8).putInt(0);
        central.putInt((int) crc.getValue()).putInt(length).putInt(size);
        central.putShort((short) path.length).putShort((short) 0).putShort((short) 0);
        central.putShort((short) 0).putShort((short) 0).putInt(mode << 16).putInt(offset);
        directory.writeBytes(central.array());
        directory.writeBytes(path);
        entries++;
        return this;
    }

    byte[] build() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(file.toByteArray());
        all.writeBytes(directory.toByteArray());
        ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(0x06054b50).putInt(0).putShort((short) entries).putShort((short) entries);
        end.putInt(directory.size()).putInt(file.size()).putShort((short) 0);
        all.writeBytes(end.array());
        return all.toByteArray();
    }
}
