package dev.virga.app.admin;

import dev.virga.app.deploy.App;
import dev.virga.app.deploy.Deployer;
import dev.virga.http.EdgeCounts;
import dev.virga.kernel.Directory;
import dev.virga.kernel.Service;
import dev.virga.kernel.Time;
import dev.virga.services.sts.Sts;
import dev.virga.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `virga status`: the server and what is deployed.
final class StatusCommand implements Command {
    private final Installation installation;
    private final Directory directory;
    private final Deployer deployer;
    private final Time time;
    private final Instant started;

    StatusCommand(Installation installation, Directory directory, Deployer deployer, Time time) {
        this.installation = installation;
        this.directory = directory;
        this.deployer = deployer;
        this.time = time;
        started = time.instant();
    }

    @Override
    public int run(Asked asked, TextStream out) {
        List<String> services = new ArrayList<>();
        for (Service service : directory.services()) {
            services.add(service.model().signingName());
        }
        long process = ProcessHandle.current().pid();
        Duration up = Duration.between(started, time.instant());
        List<App> apps = deployer.apps();
        if (asked.json()) {
            out.line(Json.write(json(process, up, services, apps)));
            return 0;
        }
        out.line("Virga runs on " + installation.endpoint() + " (process " + process + ", for " + words(up) + ")");
        out.line("  home      " + installation.home());
        out.line("  account   " + installation.account() + ", " + installation.region());
        out.line("  keys      " + installation.credentials());
        out.line("  services  " + String.join(", ", services));
        String refused = refused();
        if (!refused.isEmpty()) {
            out.line("  refused   " + refused);
        }
        for (App app : apps) {
            out.line("  stack     " + app.stack() + "  " + app.status()
                    + (app.folder().isEmpty() ? "" : "  from " + app.folder()));
            Routes.print(app, out);
        }
        return 0;
    }

    private Map<String, Object> json(long process, Duration up, List<String> services, List<App> apps) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("endpoint", installation.endpoint());
        all.put("process", process);
        all.put("uptimeSeconds", up.toSeconds());
        all.put("home", installation.home().toString());
        all.put("account", installation.account());
        all.put("region", installation.region());
        all.put("services", services);
        all.put("edge", edge());
        all.put("refused", installation.refused().get());
        all.put("webIdentityTokens", tokens());
        List<Object> stacks = new ArrayList<>();
        for (App app : apps) {
            Map<String, Object> stack = new LinkedHashMap<>();
            stack.put("name", app.stack());
            stack.put("status", app.status());
            stack.put("folder", app.folder());
            List<Object> urls = new ArrayList<>();
            app.routes().forEach(route -> urls.add(Map.of("method", route.method(), "url", route.url())));
            stack.put("routes", urls);
            stacks.add(stack);
        }
        all.put("stacks", stacks);
        return all;
    }

    /// What occurred, e.g. `2 wrongSignature, 1 denied`.
    private String refused() {
        return installation.refused().get().entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }

    private Map<String, Object> tokens() {
        Sts.TokenCounts counts = installation.tokens().get();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("accepted", counts.accepted());
        all.put("refused", counts.refused());
        all.put("fetches", counts.fetches());
        all.put("failedFetches", counts.failedFetches());
        return all;
    }

    private Map<String, Object> edge() {
        EdgeCounts counts = installation.edge().get();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("connections", counts.connections());
        all.put("requests", counts.requests());
        all.put("handled", counts.handled());
        all.put("tooManyConnections", counts.tooManyConnections());
        all.put("tooManyRequests", counts.tooManyRequests());
        all.put("slowClients", counts.slowClients());
        all.put("malformed", counts.malformed());
        all.put("http2Abuse", counts.http2Abuse());
        return all;
    }

    private static String words(Duration up) {
        if (up.toMinutes() < 1) {
            return up.toSeconds() + " s";
        }
        return up.toHours() < 1 ? up.toMinutes() + " min" : up.toHours() + " h " + up.toMinutesPart() + " min";
    }
}
