/// The load generator of `virga bench`: a client that costs less than the servers it measures.
@NullMarked
package dev.virga.bench;

import org.jspecify.annotations.NullMarked;
