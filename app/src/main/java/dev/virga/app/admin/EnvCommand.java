package dev.virga.app.admin;

/// `virga env`: what a shell exports so that AWS's clients talk to this cloud. The only command
/// that shows a secret.
record EnvCommand(Installation installation) implements Command {
    @Override
    public int run(Asked asked, TextStream out) {
        out.line("export AWS_ENDPOINT_URL=" + installation.endpoint());
        out.line("export AWS_ACCESS_KEY_ID=" + installation.rootKey().accessKeyId());
        out.line("export AWS_SECRET_ACCESS_KEY='" + installation.rootKey().secretKey() + "'");
        out.line("export AWS_REGION=" + installation.region());
        out.line("export AWS_DEFAULT_REGION=" + installation.region());
        out.line("unset AWS_SESSION_TOKEN AWS_PROFILE");
        return 0;
    }
}
