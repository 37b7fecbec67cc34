/// Black-box tests: real clients against a started server.
@NullMarked
package dev.virga.conformance;

import org.jspecify.annotations.NullMarked;
