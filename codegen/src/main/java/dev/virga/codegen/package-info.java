@NullMarked
package dev.virga.codegen;

import org.jspecify.annotations.NullMarked;
