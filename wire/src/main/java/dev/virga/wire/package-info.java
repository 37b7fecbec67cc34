@NullMarked
package dev.virga.wire;

import org.jspecify.annotations.NullMarked;
