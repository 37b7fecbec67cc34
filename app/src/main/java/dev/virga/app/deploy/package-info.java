/// From a folder with a template to a running stack: building functions, deploying, watching for
/// changes.
@NullMarked
package dev.virga.app.deploy;

import org.jspecify.annotations.NullMarked;
