package dev.virga.services.lambda;

import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Door;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.kernel.Service;
import dev.virga.kernel.Targets;
import dev.virga.kernel.Time;
import dev.virga.kernel.Timers;
import dev.virga.kernel.crypto.Seals;
import dev.virga.sandbox.Sandbox;
import dev.virga.sandbox.SandboxSpec;
import dev.virga.store.Store;
import dev.virga.wire.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Lambda. What is durable: functions, versions, aliases, policies, layers, packages, and events
/// that wait. Not durable: running environments, unpacked packages.
public final class Lambda implements Service {
    /// @param codeCache folder for unpacked packages; readable for everybody, may be emptied while
    ///     the server is down
    /// @param network what functions may reach
    /// @param concurrency invocations at the same time, per account and region; 1,000 with Lambda
    /// @param maxEnvironments processes of functions on this machine, idle ones included
    /// @param keepAlive how long an environment stays without work
    /// @param linkKey secret of this installation, with which download links are signed
    public record Options(
            Path codeCache,
            SandboxSpec.Network network,
            int concurrency,
            int maxEnvironments,
            Duration keepAlive,
            byte[] linkKey) {}

    private final PolicyPrincipals principals;
    private final EnvironmentPools pools;
    private final LogShipper shipper;
    private final AsyncQueue queue;
    private final CodeLinks links;
    private final FunctionTable functions;
    private final List<Operation<?, ?>> operations;

    private record Tables(
            FunctionTable functions,
            VersionTable versions,
            AliasTable aliases,
            PolicyTable policies,
            LayerTable layers,
            EventInvokeConfigTable configs) {}

    /// @param seals encrypt environment variables
    /// @throws IOException when the cache folder cannot be made
    public Lambda(
            Store store,
            Time time,
            Timers timers,
            Targets targets,
            Cloud cloud,
            Sandbox sandbox,
            Seals seals,
            Options options,
            PolicyPrincipals principals)
            throws IOException {
        this.principals = principals;
        Tables tables = new Tables(
                new FunctionTable(store),
                new VersionTable(store),
                new AliasTable(store),
                new PolicyTable(store),
                new LayerTable(store),
                new EventInvokeConfigTable(store));
        this.functions = tables.functions();
        CodeStore code = new CodeStore(store.blobs(), options.codeCache());
        this.links = new CodeLinks(options.linkKey(), code, time);
        this.pools = new EnvironmentPools(time, options.maxEnvironments(), options.keepAlive());
        this.shipper = new LogShipper(cloud);
        Functions functions = new Functions(store, tables.aliases());
        EnvironmentSeal seal = new EnvironmentSeal(seals, cloud);
        EnvironmentStarter starter =
                new EnvironmentStarter(cloud, time, sandbox, options.network(), code, tables.layers(), shipper, seal);
        Concurrency concurrency = new Concurrency(options.concurrency(), time);
        Invoker invoker = new Invoker(functions, concurrency, pools, starter, time);
        Destinations destinations = new Destinations(targets);
        this.queue = new AsyncQueue(store, timers, time, functions, tables.configs(), invoker, destinations);
        targets.open("lambda", new FunctionDoor(cloud, tables.versions()));
        List<Operation<?, ?>> all = new ArrayList<>(functions(store, cloud, tables, new CodeSource(cloud, code), seal));
        all.addAll(settings(store, tables, new CodeSource(cloud, code), concurrency));
        all.add(new Invoke(functions, tables.policies(), invoker, queue));
        all.add(new InvokeWithResponseStream(functions, tables.policies(), invoker));
        this.operations = List.copyOf(all);
    }

    /// Operations on functions and versions.
    private List<Operation<?, ?>> functions(
            Store store, Cloud cloud, Tables t, CodeSource source, EnvironmentSeal seal) {
        SettingsChange settings = new SettingsChange(t.layers(), seal);
        Configuration shown = new Configuration(seal);
        LatestUpdate update = new LatestUpdate(store, t.versions(), pools);
        Publication publication = new Publication(store, t.functions(), t.versions());
        return List.of(
                new CreateFunction(store, cloud, t.functions(), t.versions(), source, settings, shown),
                new DeleteFunction(store, t.functions(), t.versions(), t.aliases(), pools),
                new GetFunction(t.functions(), t.versions(), t.aliases(), links, shown),
                new GetFunctionConfiguration(t.versions(), t.aliases(), shown),
                new ListFunctions(t.functions(), t.versions(), shown),
                new ListVersionsByFunction(t.functions(), t.versions(), shown),
                new PublishVersion(publication, shown),
                new UpdateFunctionCode(t.versions(), source, settings, update, publication, shown),
                new UpdateFunctionConfiguration(cloud, t.versions(), settings, update, shown));
    }

    /// Operations on what belongs to functions, and on layers.
    private List<Operation<?, ?>> settings(Store store, Tables t, CodeSource source, Concurrency concurrency) {
        return List.of(
                new AddPermission(store, t.versions(), t.aliases(), t.policies(), principals),
                new CreateAlias(store, t.functions(), t.versions(), t.aliases()),
                new DeleteAlias(store, t.functions()),
                new DeleteFunctionConcurrency(t.functions()),
                new DeleteFunctionEventInvokeConfig(t.configs()),
                new DeleteLayerVersion(t.layers()),
                new GetAccountSettings(t.functions(), t.versions(), concurrency),
                new GetAlias(t.aliases()),
                new GetFunctionConcurrency(t.functions()),
                new GetFunctionEventInvokeConfig(t.configs()),
                new GetLayerVersion(t.layers(), links),
                new GetLayerVersionByArn(t.layers(), links),
                new GetPolicy(t.versions(), t.aliases(), t.policies(), principals),
                new ListAliases(t.functions(), t.aliases()),
                new ListFunctionEventInvokeConfigs(t.functions(), t.configs()),
                new ListLayers(t.layers()),
                new ListLayerVersions(t.layers()),
                new ListTags(t.functions()),
                new PublishLayerVersion(t.layers(), source, links),
                new PutFunctionConcurrency(t.functions(), concurrency),
                new PutFunctionEventInvokeConfig(t.versions(), t.aliases(), t.configs()),
                new RemovePermission(store, t.policies()),
                new TagResource(t.functions()),
                new UntagResource(t.functions()),
                new UpdateAlias(store, t.versions(), t.aliases()),
                new UpdateFunctionEventInvokeConfig(t.versions(), t.aliases(), t.configs()));
    }

    @Override
    public Map<String, String> tags(String arn, Call call) {
        if (!arn.contains(":function:")) {
            return Map.of();
        }
        FunctionTable.Found found = functions.find(FunctionName.parse(arn, call));
        return found == null ? Map.of() : found.function().tags();
    }

    @Override
    public Model model() {
        return LambdaOps.MODEL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return operations;
    }

    /// Serves the links that GetFunction answers with; the gateway asks it before any service.
    public Door codeDoor() {
        return links;
    }

    @Override
    public void start() {
        pools.start();
    }

    /// Before the sandbox and the store are closed.
    @Override
    public void close() {
        queue.close();
        pools.close();
        shipper.close();
    }
}
