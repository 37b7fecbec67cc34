/// AWS CloudTrail: what was called, by whom, from where, and how it ended.
@NullMarked
package dev.virga.services.cloudtrail;

import org.jspecify.annotations.NullMarked;
