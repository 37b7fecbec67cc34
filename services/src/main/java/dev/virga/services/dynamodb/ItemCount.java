package dev.virga.services.dynamodb;

/// How many items a table holds and how large they are, both as of some time ago.
record ItemCount(long items, long bytes) {
    static final ItemCount NONE = new ItemCount(0, 0);
}
