package dev.virga.app.admin;

import dev.virga.app.deploy.App;
import dev.virga.app.deploy.Deployer;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/// `virga url`: where the deployed APIs answer, one line each, for use in scripts.
record UrlCommand(Deployer deployer) implements Command {
    @Override
    public int run(Asked asked, TextStream out) throws IOException {
        String stack = asked.text("stack");
        Set<String> urls = new LinkedHashSet<>();
        for (App app : deployer.apps()) {
            if (stack.isEmpty() || stack.equals(app.stack())) {
                app.routes().forEach(route -> urls.add(base(route.url())));
            }
        }
        if (urls.isEmpty()) {
            throw new IOException(stack.isEmpty() ? "no API is deployed" : "the stack " + stack + " has no API");
        }
        urls.forEach(out::line);
        return 0;
    }

    /// `http://127.0.0.1:4566/_aws/execute-api/ID/orders` →
    /// `http://127.0.0.1:4566/_aws/execute-api/ID`
    private static String base(String url) {
        String marker = "/_aws/execute-api/";
        int at = url.indexOf(marker);
        int end = at < 0 ? url.indexOf('/', url.indexOf("://") + 3) : url.indexOf('/', at + marker.length());
        return end < 0 ? url : url.substring(0, end);
    }
}
