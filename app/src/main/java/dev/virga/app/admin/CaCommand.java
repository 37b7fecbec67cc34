package dev.virga.app.admin;

import java.io.IOException;
import java.nio.file.Path;

/// `virga ca`: the file with the certificate that clients of this server have to trust.
record CaCommand(Installation installation) implements Command {
    @Override
    public int run(Asked asked, TextStream out) throws IOException {
        Path file = installation.authority().file();
        if (file == null) {
            out.line("virga: this server makes no certificates: it was given one, or speaks plain HTTP");
            return 1;
        }
        out.line(file.toString());
        return 0;
    }
}
