package dev.virga.app.admin;

import dev.virga.app.deploy.App;
import dev.virga.app.deploy.Deployer;
import java.util.List;

/// `virga logs`: what functions wrote.
record LogsCommand(LogTail logs, Deployer deployer) implements Command {
    @Override
    public int run(Asked asked, TextStream out) {
        String name = asked.text("name");
        List<App> apps = deployer.apps();
        String function = name.isEmpty() ? "" : FunctionNames.find(apps, name);
        LogTail.Reading reading = logs.read(function, out, known -> FunctionNames.shorten(apps, known));
        reading.all();
        if (asked.text("follow").equals("true")) {
            reading.follow(out::closed);
        }
        return 0;
    }
}
