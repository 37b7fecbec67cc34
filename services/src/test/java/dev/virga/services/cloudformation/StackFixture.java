package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.CloudformationOps;
import dev.virga.api.cloudformation.CreateStackInput;
import dev.virga.api.cloudformation.DeleteStackInput;
import dev.virga.api.cloudformation.DescribeStackEventsInput;
import dev.virga.api.cloudformation.DescribeStackResourcesInput;
import dev.virga.api.cloudformation.DescribeStacksInput;
import dev.virga.api.cloudformation.Parameter;
import dev.virga.api.cloudformation.Stack;
import dev.virga.api.cloudformation.StackEvent;
import dev.virga.api.cloudformation.StackResource;
import dev.virga.api.cloudformation.UpdateStackInput;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Directory;
import dev.virga.kernel.LocalCloud;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.kernel.Service;
import dev.virga.kernel.Targets;
import dev.virga.kernel.TestSeals;
import dev.virga.kernel.Time;
import dev.virga.kernel.Timers;
import dev.virga.sandbox.Instance;
import dev.virga.sandbox.LogSink;
import dev.virga.sandbox.Sandbox;
import dev.virga.sandbox.SandboxSpec;
import dev.virga.services.apigatewayv2.ApiGatewayV2;
import dev.virga.services.dynamodb.Dynamodb;
import dev.virga.services.iam.Iam;
import dev.virga.services.kinesis.Kinesis;
import dev.virga.services.kms.Kms;
import dev.virga.services.lambda.Lambda;
import dev.virga.services.logs.Logs;
import dev.virga.services.s3.S3;
import dev.virga.services.secretsmanager.Secretsmanager;
import dev.virga.services.ssm.Ssm;
import dev.virga.services.sts.Sts;
import dev.virga.store.RocksStore;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A cloud with CloudFormation on a real store: with all services, or with resource types of a
/// test's own.
final class StackFixture implements AutoCloseable {
    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-central-1";
    static final Caller ROOT = new Caller.Root(ACCOUNT);

    /// Unpacked once for all tests.
    private static final Path NATIVE = Path.of("target", "native");

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    final Store store;
    final LocalCloud cloud;
    private final List<Service> services = new ArrayList<>();
    private final Timers timers;

    /// All services.
    StackFixture(Path folder) throws IOException {
        this(folder, null);
    }

    /// @param types instead of the real ones
    StackFixture(Path folder, @Nullable Collection<ResourceType> types) throws IOException {
        Time time = Time.system();
        store = RocksStore.open(folder.resolve("store"), NATIVE, time);
        cloud = new LocalCloud(time, (access, call) -> new Authorizer.Allowed());
        timers = new Timers(store, time);
        if (types == null) {
            byte[] key = new byte[32];
            services.add(new ApiGatewayV2(store, cloud, time));
            services.add(new Dynamodb(store, time, timers));
            Iam iam = new Iam(store, time, ACCOUNT, key, TestSeals.of(store), false);
            services.add(iam);
            services.add(new Logs(store, time));
            services.add(new Kinesis(store, cloud, timers, time, PolicyPrincipals.BY_NAME));
            services.add(new Kms(store, timers, TestSeals.of(store)));
            services.add(new S3(store, cloud, TestSeals.of(store), PolicyPrincipals.BY_NAME, true));
            services.add(new Secretsmanager(store, cloud, timers, time));
            services.add(new Ssm(store, cloud, timers));
            services.add(new Sts(
                    cloud,
                    (access, call) -> new Authorizer.Allowed(),
                    (caller, serial, code, now) -> false,
                    iam.identityTokens(),
                    iam.samlIssuers(),
                    Set.of(),
                    time,
                    key,
                    false));
            Lambda.Options options = new Lambda.Options(
                    folder.resolve("code"), SandboxSpec.Network.ISOLATED, 10, 10, Duration.ofMinutes(1), key);
            Targets targets = new Targets(store, timers, time);
            services.add(new Lambda(
                    store,
                    time,
                    timers,
                    targets,
                    cloud,
                    new NoSandbox(),
                    TestSeals.of(store),
                    options,
                    PolicyPrincipals.BY_NAME));
            services.add(new CloudFormation(store, TestSeals.of(store), cloud, time));
        } else {
            services.add(new CloudFormation(store, TestSeals.of(store), cloud, time, types));
        }
        cloud.open(new Directory(services));
        services.forEach(Service::start);
        timers.start();
    }

    /// Functions are made and not run.
    private static final class NoSandbox implements Sandbox {
        @Override
        public Instance start(SandboxSpec spec, LogSink log) throws IOException {
            throw new IOException("nothing runs here");
        }

        @Override
        public String endpoint(SandboxSpec.Network network) {
            return "http://127.0.0.1:4566";
        }

        @Override
        public String isolation() {
            return "none";
        }

        @Override
        public void close() {}
    }

    <I extends Struct, O extends Struct> O call(Op<I, O> op, I input) {
        return cloud.call(ROOT, REGION, op, input);
    }

    String create(String name, String template, String... parameters) {
        return call(
                        CloudformationOps.CreateStack,
                        CreateStackInput.builder()
                                .stackName(name)
                                .templateBody(template)
                                .parameters(parameters(parameters))
                                .capabilities(List.of("CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"))
                                .build())
                .stackId();
    }

    void update(String name, String template, String... parameters) {
        call(
                CloudformationOps.UpdateStack,
                UpdateStackInput.builder()
                        .stackName(name)
                        .templateBody(template)
                        .parameters(parameters(parameters))
                        .capabilities(List.of("CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"))
                        .build());
    }

    void delete(String name) {
        call(
                CloudformationOps.DeleteStack,
                DeleteStackInput.builder().stackName(name).build());
    }

    static List<Parameter> parameters(String... pairs) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            parameters.add(Parameter.builder()
                    .parameterKey(pairs[i])
                    .parameterValue(pairs[i + 1])
                    .build());
        }
        return parameters;
    }

    Stack stack(String nameOrId) {
        return call(
                        CloudformationOps.DescribeStacks,
                        DescribeStacksInput.builder().stackName(nameOrId).build())
                .stacks()
                .getFirst();
    }

    /// The stack when nothing is in progress any more.
    Stack settled(String nameOrId) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (System.nanoTime() < end) {
            Stack stack = stack(nameOrId);
            if (!stack.stackStatus().endsWith("_IN_PROGRESS")) {
                return stack;
            }
            LockSupport.parkNanos(2_000_000);
        }
        throw new AssertionError(nameOrId + " is still " + stack(nameOrId).stackStatus());
    }

    List<StackEvent> events(String nameOrId) {
        return call(
                        CloudformationOps.DescribeStackEvents,
                        DescribeStackEventsInput.builder().stackName(nameOrId).build())
                .stackEvents();
    }

    Map<String, StackResource> resources(String nameOrId) {
        Map<String, StackResource> resources = new java.util.TreeMap<>();
        call(
                        CloudformationOps.DescribeStackResources,
                        DescribeStackResourcesInput.builder()
                                .stackName(nameOrId)
                                .build())
                .stackResources()
                .forEach(resource -> resources.put(resource.logicalResourceId(), resource));
        return resources;
    }

    /// As when the process is killed: the store goes, and whoever still works fails.
    void kill() {
        timers.close();
        store.close();
    }

    @Override
    public void close() {
        for (Service service : services.reversed()) {
            try {
                service.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        timers.close();
        store.close();
    }
}
