package dev.virga.services.dynamodb;

/// Provisioned capacity: kept and reported, never enforced. Both are 0 when paid per request.
record Throughput(long read, long write) {
    static final Throughput NONE = new Throughput(0, 0);
}
