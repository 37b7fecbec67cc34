/// The HTTP edge: connections, parsing and streaming. Its engine (Jetty core) is seen nowhere else.
@NullMarked
package dev.virga.http;

import org.jspecify.annotations.NullMarked;
