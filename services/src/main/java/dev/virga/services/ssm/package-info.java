/// Systems Manager's Parameter Store.
@NullMarked
package dev.virga.services.ssm;

import org.jspecify.annotations.NullMarked;
