/// How long the codecs take, beside Jackson databind: JMH.
@NullMarked
package dev.virga.bench.codec;

import org.jspecify.annotations.NullMarked;
