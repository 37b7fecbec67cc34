@NullMarked
package dev.virga.sandbox;

import org.jspecify.annotations.NullMarked;
