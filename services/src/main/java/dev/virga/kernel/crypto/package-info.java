/// The installation's root key and what is sealed under it.
@NullMarked
package dev.virga.kernel.crypto;

import org.jspecify.annotations.NullMarked;
