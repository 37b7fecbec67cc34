package dev.virga.wire;

/// How a timestamp is written, in the order in which schemas number the formats.
public enum TimestampFormat {
    EPOCH_SECONDS,
    DATE_TIME,
    HTTP_DATE
}
