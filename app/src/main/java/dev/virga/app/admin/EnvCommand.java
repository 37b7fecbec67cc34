package dev.virga.app.admin;

import dev.virga.app.RootKey;
import java.io.IOException;
import java.nio.file.Path;

/// `virga env`: what a shell exports so that AWS's clients talk to this cloud. The only command
/// that shows a secret.
record EnvCommand(Installation installation) implements Command {
    @Override
    public int run(Asked asked, TextStream out) throws IOException {
        String account = asked.text("account").isEmpty() ? installation.account() : asked.text("account");
        if (!account.matches("[0-9]{12}")) {
            out.line("virga: '" + account + "' is no account: it has twelve digits");
            return 1;
        }
        RootKey key = installation.rootKeys().of(account);
        boolean tls =
                asked.text("tls").equals("true") || installation.endpoint().startsWith("https:");
        if (tls && installation.tlsEndpoint().isEmpty()) {
            out.line("virga: this server has no TLS");
            return 1;
        }
        out.line("export AWS_ENDPOINT_URL=" + (tls ? installation.tlsEndpoint() : installation.endpoint()));
        out.line("export AWS_ACCESS_KEY_ID=" + key.accessKeyId());
        out.line("export AWS_SECRET_ACCESS_KEY='" + key.secretKey() + "'");
        out.line("export AWS_REGION=" + installation.region());
        out.line("export AWS_DEFAULT_REGION=" + installation.region());
        Path authority = tls ? installation.authority().file() : null;
        if (authority != null) {
            out.line("export AWS_CA_BUNDLE=" + quoted(authority));
            out.line("export NODE_EXTRA_CA_CERTS=" + quoted(authority));
        }
        out.line("unset AWS_SESSION_TOKEN AWS_PROFILE");
        return 0;
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }
}
