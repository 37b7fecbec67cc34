/// AWS Security Token Service: temporary credentials and who one is.
@NullMarked
package dev.virga.services.sts;

import org.jspecify.annotations.NullMarked;
