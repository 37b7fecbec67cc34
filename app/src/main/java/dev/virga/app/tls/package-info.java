/// The server's certificate: its operator's, or one that it makes itself.
@NullMarked
package dev.virga.app.tls;

import org.jspecify.annotations.NullMarked;
