package dev.virga.app.admin;

import dev.virga.app.deploy.App;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.QueryString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// One command of the admin API. It runs on a virtual thread of its own and writes while it works.
@FunctionalInterface
interface Command {
    /// @return the exit code of the command line
    /// @throws IOException with a message for people
    int run(Asked asked, TextStream out) throws IOException;

    /// What was asked.
    ///
    /// @param query decoded
    record Asked(HttpRequest request, QueryString query) {
        /// Empty when it is absent.
        String text(String name) {
            String value = query.get(name);
            return value == null ? "" : value;
        }

        boolean json() {
            return text("format").equals("json");
        }

        /// The stack that is meant by its name or by the folder it came from; empty when neither is
        /// given.
        String stack(List<App> apps) {
            String stack = text("stack");
            String folder = text("dir");
            if (!stack.isEmpty() || folder.isEmpty()) {
                return stack;
            }
            for (App app : apps) {
                if (app.folder().equals(folder)) {
                    return app.stack();
                }
            }
            return StackName.of(Path.of(folder));
        }
    }
}
