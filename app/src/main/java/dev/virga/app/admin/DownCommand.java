package dev.virga.app.admin;

import dev.virga.app.deploy.DeployFailed;
import dev.virga.app.deploy.Deployer;
import java.io.IOException;

/// `virga down`: removes an application.
record DownCommand(Deployer deployer) implements Command {
    @Override
    public int run(Asked asked, TextStream out) throws IOException {
        String stack = asked.stack(deployer.apps());
        if (stack.isEmpty()) {
            throw new IOException("which stack? Name it, or its folder");
        }
        try {
            deployer.remove(stack, out::line);
        } catch (DeployFailed e) {
            throw new IOException(e.getMessage(), e);
        }
        out.line("Removed the stack " + stack + ".");
        return 0;
    }
}
