package dev.virga.app.admin;

import java.io.IOException;

/// `virga keys rotate`: a new root key.
record KeysRotateCommand(RootKeyRotation rotation) implements Command {
    @Override
    public int run(Asked asked, TextStream out) throws IOException {
        int count = rotation.rotate();
        out.line("The root key is new; " + count + " data keys are wrapped with it. Back up root.key: copies of the old"
                + " one open older backups of the store only.");
        return 0;
    }
}
