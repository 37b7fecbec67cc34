/// Amazon Kinesis Data Streams: shards, records, iterators, and consumers with a stream of their own.
@NullMarked
package dev.virga.services.kinesis;

import org.jspecify.annotations.NullMarked;
