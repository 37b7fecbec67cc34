package dev.virga.services.s3;

import dev.virga.api.s3.CompletedPart;
import dev.virga.api.s3.Part;
import dev.virga.wire.Shape;
import dev.virga.wire.Structs;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// The rules by which parts become an object.
final class Parts {
    /// Every part but the last.
    static final long MIN_BYTES = 5L << 20;

    private Parts() {}

    static void checkNumber(int number) {
        if (number < 1 || number > UploadTable.MAX_PARTS) {
            throw S3Errors.invalidArgument("Part number must be an integer between 1 and 10000, inclusive");
        }
    }

    /// The parts that the client lists, of those that it uploaded.
    static List<UploadTable.Part> chosen(List<CompletedPart> listed, List<UploadTable.Part> uploaded) {
        if (listed.isEmpty()) {
            throw S3Errors.malformedXml();
        }
        Map<Integer, UploadTable.Part> byNumber = new HashMap<>();
        for (UploadTable.Part part : uploaded) {
            byNumber.put(part.number(), part);
        }
        List<UploadTable.Part> chosen = new ArrayList<>();
        int last = 0;
        for (CompletedPart wanted : listed) {
            if (wanted.partNumber() == null) {
                throw S3Errors.malformedXml();
            }
            if (wanted.partNumber() <= last) {
                throw S3Errors.invalidPartOrder();
            }
            last = wanted.partNumber();
            UploadTable.Part part = byNumber.get(last);
            String etag = wanted.eTag() == null ? "" : wanted.eTag().replace("\"", "");
            if (part == null || !part.etag().equals(etag)) {
                throw S3Errors.invalidPart();
            }
            chosen.add(part);
        }
        for (UploadTable.Part part : chosen.subList(0, chosen.size() - 1)) {
            if (part.content().length() < MIN_BYTES) {
                throw S3Errors.entityTooSmall();
            }
        }
        return chosen;
    }

    static ObjectRow assemble(ObjectRow template, List<UploadTable.Part> parts, Instant now) {
        MessageDigest md5 = Checksums.messageDigest("MD5");
        List<Content.Piece> pieces = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        for (UploadTable.Part part : parts) {
            md5.update(HexFormat.of().parseHex(part.etag()));
            pieces.addAll(part.content().pieces());
            sizes.add(part.content().length());
        }
        return new ObjectRow(
                HexFormat.of().formatHex(md5.digest()) + "-" + parts.size(),
                now,
                template.storageClass(),
                template.headers(),
                template.metadata(),
                template.tags(),
                MultipartChecksum.of(template).combine(parts),
                sizes,
                new Content(pieces),
                template.encryption());
    }

    static Part shown(UploadTable.Part part, Shape shape) {
        Part shown = Part.builder()
                .partNumber(part.number())
                .eTag('"' + part.etag() + '"')
                .lastModified(part.modified())
                .size(part.content().length())
                .build();
        return Structs.with(shown, shape, part.checksums());
    }
}
