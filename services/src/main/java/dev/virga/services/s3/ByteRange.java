package dev.virga.services.s3;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Part of an object: `bytes=0-99`, `bytes=100-`, `bytes=-20`.
///
/// @param first byte, from 0
/// @param last byte, included
record ByteRange(long first, long last) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /// Null when the whole object is meant: no range, several ranges (S3 does not support them) or
    /// one that it does not understand.
    ///
    /// @throws dev.virga.wire.AwsException InvalidRange when it lies outside
    static @Nullable ByteRange parse(@Nullable String header, long size) {
        Matcher range = ONE.matcher(header == null ? "" : header.strip());
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return null;
        }
        if (range.group(1).isEmpty()) {
            long suffix = Long.parseLong(range.group(2));
            if (suffix == 0 || size == 0) {
                throw S3Errors.invalidRange();
            }
            return new ByteRange(Math.max(0, size - suffix), size - 1);
        }
        long first = Long.parseLong(range.group(1));
        long last = range.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(range.group(2)), size - 1);
        if (first >= size) {
            throw S3Errors.invalidRange();
        }
        return last < first ? null : new ByteRange(first, last);
    }

    long length() {
        return last - first + 1;
    }
}
