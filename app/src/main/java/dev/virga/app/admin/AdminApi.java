package dev.virga.app.admin;

import dev.virga.app.deploy.Deployer;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Directory;
import dev.virga.kernel.Door;
import dev.virga.kernel.Time;
import dev.virga.kernel.UnknownMembers;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import dev.virga.wire.QueryString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The door of the command line: `/_virga/NAME`. Answers are text for people, or JSON where that is
/// asked for, and end with the exit code; see docs/admin-api.md.
public final class AdminApi implements Door, AutoCloseable {
    private static final String PREFIX = "/_virga/";
    /// Commands that run at the same time; logs that are followed count.
    private static final int MAX_RUNNING = 64;
    /// The event of an invocation: Lambda's limit.
    private static final int MAX_BODY_BYTES = 6 << 20;
    private static final System.Logger LOG = System.getLogger(AdminApi.class.getName());

    /// @param method the only one that is taken
    private record Route(String method, Command command) {}

    private final AdminGuard guard;
    private final Map<String, Route> routes;
    private final Runnable stop;
    private final Set<TextStream> streams = ConcurrentHashMap.newKeySet();
    private final Semaphore running = new Semaphore(MAX_RUNNING);

    public AdminApi(
            Installation installation,
            String token,
            Directory directory,
            Cloud cloud,
            Time time,
            Deployer deployer,
            Insight insight,
            UnknownMembers unknown,
            RootKeyRotation rotation,
            Runnable stop) {
        guard = new AdminGuard(token);
        Caller root = new Caller.Root(installation.account());
        LogTail logs = new LogTail(cloud, root, installation.region(), time);
        routes = Map.ofEntries(
                Map.entry("status", new Route("GET", new StatusCommand(installation, directory, deployer, time))),
                Map.entry("env", new Route("GET", new EnvCommand(installation))),
                Map.entry("ca", new Route("GET", new CaCommand(installation))),
                Map.entry("url", new Route("GET", new UrlCommand(deployer))),
                Map.entry("logs", new Route("GET", new LogsCommand(logs, deployer))),
                Map.entry("coverage", new Route("GET", new CoverageCommand(directory, unknown))),
                Map.entry("invoke", new Route("POST", new InvokeCommand(cloud, root, installation.region(), deployer))),
                Map.entry("up", new Route("POST", new UpCommand(deployer, logs, time, installation))),
                Map.entry("down", new Route("POST", new DownCommand(deployer))),
                Map.entry("keys/rotate", new Route("POST", new KeysRotateCommand(rotation))),
                Map.entry("stop", new Route("POST", (asked, out) -> 0)),
                Map.entry("iam/explain", new Route("GET", insight.explain(cloud, installation, time))),
                Map.entry("iam/tighten", new Route("POST", insight.tighten(cloud, installation, deployer))));
        this.stop = stop;
    }

    @Override
    public boolean takes(HttpRequest request) {
        return request.rawPath().startsWith(PREFIX);
    }

    @Override
    public HttpResponse handle(HttpRequest request) throws IOException {
        String name = request.rawPath().substring(PREFIX.length());
        if (name.equals("health")) {
            return plain(200, "ok");
        }
        String refusal = guard.refusal(request);
        if (refusal != null) {
            return plain(403, refusal);
        }
        Route route = routes.get(name);
        if (route == null) {
            return plain(404, "there is no command " + PREFIX + "NAME of this name");
        }
        if (!request.method().equals(route.method)) {
            return plain(405, "this command takes " + route.method).header("Allow", route.method);
        }
        if (name.equals("stop")) {
            stop.run();
            return plain(200, TextStream.EXIT_CODE + "0");
        }
        if (!running.tryAcquire()) {
            return plain(503, "more than " + MAX_RUNNING + " commands are running");
        }
        boolean started = false;
        try {
            HttpResponse response =
                    start(route.command, request.withBody(Body.of(request.body().bytes(MAX_BODY_BYTES))));
            started = true;
            return response;
        } catch (Body.BodyTooLarge e) {
            return plain(413, "more than " + MAX_BODY_BYTES + " bytes");
        } finally {
            if (!started) {
                running.release();
            }
        }
    }

    private HttpResponse start(Command command, HttpRequest request) {
        TextStream out = new TextStream();
        streams.add(out);
        Command.Asked asked = new Command.Asked(request, QueryString.parse(request.rawQuery(), true));
        Thread.ofVirtual().name("admin-command").start(() -> {
            try {
                run(command, asked, out);
            } finally {
                streams.remove(out);
                running.release();
            }
        });
        HttpResponse response = new HttpResponse(200);
        response.header("Content-Type", asked.json() ? "application/json" : "text/plain; charset=utf-8");
        response.body = new Body(out, -1);
        return response;
    }

    /// Ends the answers that would go on for ever, so that the server can stop.
    @Override
    public void close() {
        streams.forEach(TextStream::close);
    }

    private static void run(Command command, Command.Asked asked, TextStream out) {
        try {
            out.end(finish(command, asked, out));
        } catch (TextStream.ClientGone e) {
            LOG.log(System.Logger.Level.DEBUG, "the client of a command has gone");
        }
    }

    private static int finish(Command command, Command.Asked asked, TextStream out) {
        try {
            return command.run(asked, out);
        } catch (TextStream.ClientGone e) {
            throw e;
        } catch (AwsException e) {
            out.line("virga: " + e.code() + ": " + e.getMessage());
        } catch (IOException e) {
            out.line("virga: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "a command failed", e);
            out.line("virga: an internal error; see the server's log");
        }
        return 1;
    }

    private static HttpResponse plain(int status, @Nullable String text) {
        return new HttpResponse(status)
                .body("text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
