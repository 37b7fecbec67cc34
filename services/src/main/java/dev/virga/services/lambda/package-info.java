/// Lambda: functions, versions, aliases, layers, and how they are run.
@NullMarked
package dev.virga.services.lambda;

import org.jspecify.annotations.NullMarked;
