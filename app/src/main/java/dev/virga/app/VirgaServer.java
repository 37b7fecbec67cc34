package dev.virga.app;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.app.admin.AdminApi;
import dev.virga.app.admin.Insight;
import dev.virga.app.admin.Installation;
import dev.virga.app.deploy.Deployer;
import dev.virga.app.deploy.FunctionBuild;
import dev.virga.app.deploy.StackDeployer;
import dev.virga.http.HttpServer;
import dev.virga.kernel.AuthorizationMessages;
import dev.virga.kernel.CallLog;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Directory;
import dev.virga.kernel.Door;
import dev.virga.kernel.Gateway;
import dev.virga.kernel.LocalCloud;
import dev.virga.kernel.Refusals;
import dev.virga.kernel.Service;
import dev.virga.kernel.Targets;
import dev.virga.kernel.Time;
import dev.virga.kernel.Timers;
import dev.virga.kernel.UnknownMembers;
import dev.virga.kernel.audit.EventKinds;
import dev.virga.kernel.audit.ExplainedCalls;
import dev.virga.kernel.audit.UsedPermissions;
import dev.virga.kernel.crypto.Seals;
import dev.virga.sandbox.Sandbox;
import dev.virga.sandbox.SandboxOptions;
import dev.virga.services.iam.Iam;
import dev.virga.store.RocksStore;
import dev.virga.store.Store;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One running cloud: everything is made here, by hand, in the order in which it is needed, and
/// ended in the opposite order. Several can live in one process.
public final class VirgaServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(VirgaServer.class.getName());

    /// As HTML, which clients of every protocol take for a reason to try again.
    private static final String STARTING = "<html><body>starting</body></html>\n";

    /// Ends one part.
    private interface End {
        void run() throws Exception;
    }

    private final Options options;
    private final Deque<End> ends = new ConcurrentLinkedDeque<>();
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile @Nullable Gateway gateway;
    private int port;
    private String endpoint = "";
    private List<Service> running = List.of();
    private @Nullable Training training;

    private VirgaServer(Options options) {
        this.options = options;
    }

    /// Answers requests when it returns.
    ///
    /// @throws IOException with a message for the operator: the port is taken, another server holds
    ///     the folder
    public static VirgaServer start(Options options) throws IOException {
        VirgaServer server = new VirgaServer(options);
        boolean started = false;
        try {
            server.begin();
            started = true;
            return server;
        } finally {
            if (!started) {
                server.close();
            }
        }
    }

    private void begin() throws IOException {
        Home home = Home.open(options.home());
        Time time = Time.system();
        Store store = RocksStore.open(home.store(), home.nativeLibraries(), time);
        ends.push(store::close);
        Encryption encryption = Encryption.open(store, new RootKeyFile(home, System.getenv()));
        Edge edge = new Edge(options, home, time);
        HttpServer http = HttpServer.start(edge.http(), edge.handlers(this::handle));
        ends.push(http::close);
        port = http.port();
        endpoint = edge.endpoint(port);

        Seals seals = encryption.seals();
        byte[] tokenKey = home.tokenKey(seals);
        Iam iam = new Iam(store, time, options.account(), tokenKey, seals, options.development());
        EventKinds kinds = new EventKinds();
        ExplainedCalls explained = new ExplainedCalls(store, iam.authorizer(), kinds, time);
        UsedPermissions used = new UsedPermissions(store, time);
        ends.push(explained::close);
        ends.push(used::close);
        LocalCloud cloud = new LocalCloud(time, iam.authorizer(), endpoint);
        Timers timers = new Timers(store, time);
        Targets targets = new Targets(store, timers, time);
        Sandbox sandbox = new BackgroundSandbox(() -> sandbox(home, http, time));
        ends.push(sandbox::close);
        Set<String> endpoints = edge.endpoints(port);
        Services services = Services.of(new Services.Parts(
                options, home, store, time, timers, targets, cloud, iam, kinds, sandbox, seals, tokenKey, endpoints));
        running = services.all();
        Directory directory = new Directory(services.all());
        List<CallLog> logs = new ArrayList<>(List.of(explained, used));
        logs.addAll(services.logs());
        UnknownMembers unknown = new UnknownMembers();
        cloud.open(directory, CallLog.all(logs), unknown);
        RootKey rootKey = rootKey(iam.rootCredentials());
        training = new Training(http.ownPort(), rootKey, options.region(), time);
        Refusals refusals = new Refusals();
        List<Door> doors = new ArrayList<>();
        Deployer deployer = deployer(cloud, directory, home, time);
        AdminApi admin = new AdminApi(
                installation(home, edge, http, iam, services, refusals),
                home.adminToken(),
                directory,
                cloud,
                time,
                deployer,
                new Insight(iam.authorizer(), explained, used, new AuthorizationMessages(tokenKey)),
                unknown,
                encryption::rotate,
                this::askToStop);
        doors.add(admin);
        doors.addAll(services.doors());
        gateway = new Gateway(directory, cloud, iam.credentials(), time, doors, unknown, refusals);

        start(services.all());
        ends.push(timers::close);
        timers.start();
        home.announce(http.ownPort());
        ends.push(home::withdraw);
        ends.push(admin::close);
    }

    private Installation installation(
            Home home, Edge edge, HttpServer http, Iam iam, Services services, Refusals refusals) {
        return new Installation(
                endpoint,
                edge.tlsEndpoint(port),
                edge::authorityFile,
                http::counts,
                options.region(),
                options.account(),
                home.folder(),
                of -> rootKey(iam.rootCredentials(of)),
                options.development(),
                services.sts()::tokenCounts,
                refusals::counts);
    }

    private void start(List<Service> services) {
        for (Service service : services) {
            ends.push(service::close);
            service.start();
        }
    }

    private Deployer deployer(LocalCloud cloud, Directory directory, Home home, Time time) {
        return directory.has(CloudformationOps.CreateStack)
                ? new StackDeployer(
                        cloud,
                        new Caller.Root(options.account()),
                        options.region(),
                        endpoint,
                        time,
                        new FunctionBuild(home.build()))
                : Deployer.none();
    }

    private static Sandbox sandbox(Home home, HttpServer http, Time time) throws IOException {
        return Sandbox.open(new SandboxOptions(
                home.folder().resolve("sandbox"),
                home.runtimes(),
                connection -> adopt(http, connection),
                "http://127.0.0.1:" + http.ownPort(),
                time,
                time,
                SandboxOptions.Isolation.BEST,
                true));
    }

    /// A function's connection to the cloud comes from inside its own network.
    private static void adopt(HttpServer http, SocketChannel connection) {
        try {
            http.adopt(connection);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a function's connection was gone before it was served", e);
        }
    }

    private static RootKey rootKey(Iam.RootCredentials root) {
        return new RootKey(root.accessKeyId(), root.secretAccessKey());
    }

    /// As if the request had come over the network. The port is open a moment before the services
    /// are there.
    public HttpResponse handle(HttpRequest request) throws IOException {
        Gateway ready = gateway;
        return ready == null
                ? new HttpResponse(503)
                        .header("Retry-After", "1")
                        .body("text/html", STARTING.getBytes(StandardCharsets.US_ASCII))
                : ready.handle(request);
    }

    List<Service> services() {
        return running;
    }

    public int port() {
        return port;
    }

    /// Where clients find it, e.g. `https://cloud.example:4566`.
    public String endpoint() {
        return endpoint;
    }

    /// Serves what a first minute may bring, and returns.
    void train() throws IOException {
        Training first = training;
        if (first != null) {
            first.run();
        }
    }

    /// Makes [#awaitStop] return.
    public void askToStop() {
        stopAsked.countDown();
    }

    /// Returns when somebody asked the server to stop.
    public void awaitStop() throws InterruptedException {
        stopAsked.await();
    }

    /// See [#end].
    @Override
    public void close() {
        end();
    }

    /// Lets running requests end, then ends everything. Returns when all is closed, whoever began.
    void end() {
        askToStop();
        if (!ending.compareAndSet(false, true)) {
            awaitStopped();
            return;
        }
        while (!ends.isEmpty()) {
            try {
                ends.pop().run();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.ERROR, "a part did not end well", e);
            }
        }
        stopped.countDown();
    }

    private void awaitStopped() {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
