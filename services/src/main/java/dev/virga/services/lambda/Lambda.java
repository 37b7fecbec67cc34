package dev.virga.services.lambda;

import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Door;
import dev.virga.kernel.Operation;
import dev.virga.kernel.Service;
import dev.virga.kernel.Targets;
import dev.virga.kernel.Time;
import dev.virga.kernel.Timers;
import dev.virga.sandbox.Sandbox;
import dev.virga.sandbox.SandboxSpec;
import dev.virga.store.Store;
import dev.virga.wire.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Lambda. What is durable: functions, versions, aliases, policies, layers, packages, and events that wait. Not durable:
/// running environments, unpacked packages.
public final class Lambda implements Service {
    /// @param codeCache folder for unpacked packages; readable for everybody, may be emptied while the server is down
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

    private final EnvironmentPools pools;
    private final LogShipper shipper;
    private final AsyncQueue queue;
    private final CodeLinks links;
    private final List<Operation<?, ?>> operations;

    /// @throws IOException when the cache folder cannot be made
    public Lambda(
            Store store, Time time, Timers timers, Targets targets, Cloud cloud, Sandbox sandbox, Options options)
            throws IOException {
        FunctionTable functions = new FunctionTable(store);
        VersionTable versions = new VersionTable(store);
        AliasTable aliases = new AliasTable(store);
        PolicyTable policies = new PolicyTable(store);
        LayerTable layers = new LayerTable(store);
        EventInvokeConfigTable configs = new EventInvokeConfigTable(store);
        CodeStore code = new CodeStore(store.blobs(), options.codeCache());
        CodeSource source = new CodeSource(cloud, code);
        this.links = new CodeLinks(options.linkKey(), code, time);
        this.pools = new EnvironmentPools(time, options.maxEnvironments(), options.keepAlive());
        this.shipper = new LogShipper(cloud);
        Functions runnable = new Functions(store, aliases);
        EnvironmentStarter starter =
                new EnvironmentStarter(cloud, time, sandbox, options.network(), code, layers, shipper);
        Concurrency concurrency = new Concurrency(options.concurrency(), time);
        Invoker invoker = new Invoker(runnable, concurrency, pools, starter, time);
        Destinations destinations = new Destinations(targets);
        this.queue = new AsyncQueue(store, timers, time, runnable, configs, invoker, destinations);
        targets.open("lambda", new FunctionDoor(cloud, versions));
        SettingsChange settings = new SettingsChange(layers);
        LatestUpdate update = new LatestUpdate(store, versions);
        Publication publication = new Publication(store, functions, versions);
        this.operations = List.of(
                new AddPermission(store, versions, aliases, policies),
                new CreateAlias(store, functions, versions, aliases),
                new CreateFunction(store, cloud, functions, versions, source, settings),
                new DeleteAlias(store, functions),
                new DeleteFunction(store, functions, versions, aliases, pools),
                new DeleteFunctionConcurrency(functions),
                new DeleteFunctionEventInvokeConfig(configs),
                new DeleteLayerVersion(layers),
                new GetAccountSettings(functions, versions, concurrency),
                new GetAlias(aliases),
                new GetFunction(functions, versions, aliases, links),
                new GetFunctionConcurrency(functions),
                new GetFunctionConfiguration(versions, aliases),
                new GetFunctionEventInvokeConfig(configs),
                new GetLayerVersion(layers, links),
                new GetLayerVersionByArn(layers, links),
                new GetPolicy(versions, aliases, policies),
                new Invoke(runnable, policies, invoker, queue),
                new ListAliases(functions, aliases),
                new ListFunctionEventInvokeConfigs(functions, configs),
                new ListFunctions(functions, versions),
                new ListLayers(layers),
                new ListLayerVersions(layers),
                new ListTags(functions),
                new ListVersionsByFunction(functions, versions),
                new PublishLayerVersion(layers, source, links),
                new PublishVersion(publication),
                new PutFunctionConcurrency(functions, concurrency),
                new PutFunctionEventInvokeConfig(versions, aliases, configs),
                new RemovePermission(store, policies),
                new TagResource(functions),
                new UntagResource(functions),
                new UpdateAlias(store, versions, aliases),
                new UpdateFunctionCode(versions, source, settings, update, publication),
                new UpdateFunctionConfiguration(cloud, versions, settings, update),
                new UpdateFunctionEventInvokeConfig(versions, aliases, configs));
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
