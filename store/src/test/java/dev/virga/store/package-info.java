@NullMarked
package dev.virga.store;

import org.jspecify.annotations.NullMarked;
