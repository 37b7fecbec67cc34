/// IAM's policy language: documents, conditions, variables and the decision. Pure: no store, no
/// clock.
@NullMarked
package dev.virga.kernel.policy;

import org.jspecify.annotations.NullMarked;
