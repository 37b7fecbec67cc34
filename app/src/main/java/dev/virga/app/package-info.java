/// The server as one program: options, its folder, the one list of services, the admin API.
@NullMarked
package dev.virga.app;

import org.jspecify.annotations.NullMarked;
