package dev.virga.app.admin;

import dev.virga.app.deploy.App;
import dev.virga.app.deploy.DeployFailed;
import dev.virga.app.deploy.Deployer;
import dev.virga.app.deploy.FolderState;
import dev.virga.kernel.Time;
import dev.virga.wire.AwsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// `virga up`: deploys a folder; then, when asked to, follows its logs and deploys it again
/// whenever a file changes.
record UpCommand(Deployer deployer, LogTail logs, Time time, Installation installation) implements Command {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    @Override
    public int run(Asked asked, TextStream out) throws IOException {
        Path folder = Path.of(asked.text("dir"));
        if (asked.text("dir").isEmpty() || !folder.isAbsolute() || !Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder);
        }
        String stack = asked.stack(deployer.apps());
        boolean follow = asked.text("follow").equals("true");
        String state = FolderState.quick(folder);
        boolean deployed = deploy(folder, stack, out);
        out.line("Credentials: " + installation.credentials() + ".");
        if (!follow) {
            return deployed ? 0 : 1;
        }
        out.line(
                deployed
                        ? "Following the logs; a changed file is deployed at once. Ctrl-C ends this."
                        : "Waiting for a change. Ctrl-C ends this.");
        follow(folder, stack, state, out);
        return 130;
    }

    private boolean deploy(Path folder, String stack, TextStream out) {
        Instant begin = time.instant();
        try {
            App app = deployer.deploy(folder, stack, out::line);
            long millis = Duration.between(begin, time.instant()).toMillis();
            out.line(String.format("%s is %s after %.1f s", app.stack(), app.status(), millis / 1000.0));
            Routes.printWithCurl(app, out);
            return true;
        } catch (DeployFailed e) {
            out.line("virga: " + e.getMessage());
        } catch (AwsException e) {
            out.line("virga: " + e.code() + ": " + e.getMessage());
        }
        return false;
    }

    private void follow(Path folder, String stack, String deployed, TextStream out) throws IOException {
        List<App> apps = new ArrayList<>(deployer.apps());
        LogTail.Reading reading =
                logs.read("", out, name -> FunctionNames.shorten(apps, name)).fromNow();
        String state = deployed;
        while (!out.closed()) {
            Instant next = time.instant().plus(LOOK_EVERY);
            reading.follow(() -> out.closed() || !time.instant().isBefore(next));
            String now = FolderState.quick(folder);
            if (!now.equals(state)) {
                state = settled(folder, now);
                out.line("Changed: deploying again.");
                deploy(folder, stack, out);
                apps.clear();
                apps.addAll(deployer.apps());
            }
        }
    }

    /// Editors and checkouts write more than one file: wait until nothing moves.
    private String settled(Path folder, String first) throws IOException {
        String state = first;
        while (true) {
            LogTail.pause(time, Duration.ofMillis(150));
            String now = FolderState.quick(folder);
            if (now.equals(state)) {
                return now;
            }
            state = now;
        }
    }
}
