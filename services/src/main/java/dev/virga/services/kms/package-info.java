/// AWS Key Management Service.
@NullMarked
package dev.virga.services.kms;

import org.jspecify.annotations.NullMarked;
