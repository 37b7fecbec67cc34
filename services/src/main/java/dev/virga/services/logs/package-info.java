/// CloudWatch Logs: groups, streams, events, filter patterns.
@NullMarked
package dev.virga.services.logs;

import org.jspecify.annotations.NullMarked;
