package dev.virga.services.s3;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Conditional requests, in the order in which S3 looks at them.
///
/// @param ifMatch entity tags as the client wrote them; the others likewise
record Conditions(
        @Nullable String ifMatch,
        @Nullable Instant ifUnmodifiedSince,
        @Nullable String ifNoneMatch,
        @Nullable Instant ifModifiedSince) {
    /// For reads.
    ///
    /// @throws dev.virga.wire.AwsException PreconditionFailed, NotModified
    void checkRead(ObjectRow object) {
        checkSource(object, true);
    }

    /// For the source of a copy: where a read would answer 304 it fails as well.
    void checkCopy(ObjectRow object) {
        checkSource(object, false);
    }

    private void checkSource(ObjectRow object, boolean read) {
        Instant modified = object.modified().truncatedTo(ChronoUnit.SECONDS);
        if (ifMatch != null && !matches(ifMatch, object)) {
            throw S3Errors.preconditionFailed();
        }
        if (ifMatch == null && ifUnmodifiedSince != null && modified.isAfter(ifUnmodifiedSince)) {
            throw S3Errors.preconditionFailed();
        }
        boolean same = ifNoneMatch != null
                ? matches(ifNoneMatch, object)
                : ifModifiedSince != null && !modified.isAfter(ifModifiedSince);
        if (same) {
            throw read ? S3Errors.notModified() : S3Errors.preconditionFailed();
        }
    }

    /// For writes: what must still be there when the write is committed; null when anything may.
    ///
    /// @throws dev.virga.wire.AwsException PreconditionFailed, NoSuchKey
    static ObjectTable.@Nullable Expected forWrite(
            @Nullable String ifMatch, @Nullable String ifNoneMatch, ObjectTable.@Nullable Found there) {
        if (ifNoneMatch != null) {
            if (!ifNoneMatch.equals("*")) {
                throw S3Errors.notImplemented("If-None-Match other than *");
            }
            if (there != null) {
                throw S3Errors.preconditionFailed();
            }
            return new ObjectTable.Expected(null);
        }
        if (ifMatch != null) {
            if (there == null) {
                throw S3Errors.noSuchKey();
            }
            if (!matches(ifMatch, there.object())) {
                throw S3Errors.preconditionFailed();
            }
            return new ObjectTable.Expected(there.version());
        }
        return null;
    }

    private static boolean matches(String tags, ObjectRow object) {
        for (String tag : tags.split(",")) {
            String plain = tag.strip().replace("\"", "");
            if (plain.equals("*") || plain.equals(object.etag())) {
                return true;
            }
        }
        return false;
    }
}
