/// What is remembered of calls: why they were refused or allowed, and which permissions roles use.
/// Bounded, written in batches off the path of requests.
@NullMarked
package dev.virga.kernel.audit;

import org.jspecify.annotations.NullMarked;
