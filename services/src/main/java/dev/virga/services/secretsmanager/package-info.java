/// Secrets Manager.
@NullMarked
package dev.virga.services.secretsmanager;

import org.jspecify.annotations.NullMarked;
