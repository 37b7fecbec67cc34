/// What the command line asks the running server, under `/_virga/`.
@NullMarked
package dev.virga.app.admin;

import org.jspecify.annotations.NullMarked;
