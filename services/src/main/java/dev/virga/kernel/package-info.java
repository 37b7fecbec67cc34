/// What every service stands on: the straight line of a request, callers, time, timers and targets.
/// Imports no service.
@NullMarked
package dev.virga.kernel;

import org.jspecify.annotations.NullMarked;
