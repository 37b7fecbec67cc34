package dev.virga.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.lambda.CreateFunctionRequest;
import dev.virga.api.lambda.FunctionCode;
import dev.virga.api.lambda.FunctionConfiguration;
import dev.virga.api.lambda.InvocationRequest;
import dev.virga.api.lambda.InvocationResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.logs.FilterLogEventsRequest;
import dev.virga.api.logs.FilteredLogEvent;
import dev.virga.api.logs.LogsOps;
import dev.virga.api.sts.AssumeRoleRequest;
import dev.virga.api.sts.AssumeRoleResponse;
import dev.virga.api.sts.AssumedRoleUser;
import dev.virga.api.sts.Credentials;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Directory;
import dev.virga.kernel.LocalCloud;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.kernel.Service;
import dev.virga.kernel.Targets;
import dev.virga.kernel.TestSeals;
import dev.virga.kernel.Time;
import dev.virga.kernel.Timers;
import dev.virga.sandbox.Sandbox;
import dev.virga.sandbox.SandboxOptions;
import dev.virga.sandbox.SandboxSpec;
import dev.virga.services.kms.Kms;
import dev.virga.services.logs.Logs;
import dev.virga.store.RocksStore;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import dev.virga.wire.Model;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A cloud of Lambda and Logs on a real store with real processes. Roles need no rows here: STS
/// takes any role whose name does not start with `wrong`, and IAM allows what [#deny] does not
/// name.
final class LambdaFixture implements AutoCloseable {
    static final String ACCOUNT = "123456789012";
    static final String REGION = "us-east-1";
    static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/service/worker";
    static final Caller ROOT = new Caller.Root(ACCOUNT);

    final Set<String> denied = ConcurrentHashMap.newKeySet();
    final Path folder;
    final Store store;
    final Timers timers;
    final Targets targets;
    final LocalCloud cloud;
    final Sandbox sandbox;
    final Lambda lambda;

    LambdaFixture(Time time) throws IOException {
        this(time, newFolder(), 1000);
    }

    LambdaFixture(Time time, Path folder, int concurrency) throws IOException {
        this.folder = folder;
        store = RocksStore.open(folder.resolve("store"), time);
        timers = new Timers(store, time);
        targets = new Targets(store, timers, time);
        cloud = new LocalCloud(time, this::decide);
        sandbox = Sandbox.open(new SandboxOptions(
                folder.resolve("sandbox"),
                folder.resolve("runtimes"),
                LambdaFixture::refuse,
                "http://127.0.0.1:4566",
                time,
                Time.system(),
                SandboxOptions.Isolation.BEST,
                false));
        Lambda.Options options = new Lambda.Options(
                folder.resolve("code"),
                SandboxSpec.Network.ISOLATED,
                concurrency,
                concurrency,
                Duration.ofMinutes(5),
                new byte[32]);
        lambda = new Lambda(
                store, time, timers, targets, cloud, sandbox, TestSeals.of(store), options, PolicyPrincipals.BY_NAME);
        cloud.open(new Directory(List.of(
                lambda, new Logs(store, time), new Kms(store, timers, TestSeals.of(store)), new AnyRole(time))));
        lambda.start();
    }

    static Path newFolder() throws IOException {
        // Functions run as another user and must be able to get here.
        return Files.createTempDirectory(
                "virga-lambda", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    private static void refuse(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Authorizer.Decision decide(Access access, Call call) {
        return denied.contains(access.action()) && !named(access, call)
                ? new Authorizer.Denied("because no identity-based policy allows the " + access.action() + " action")
                : new Authorizer.Allowed();
    }

    /// A policy of the resource names the role, as it does when there is a grant.
    private static boolean named(Access access, Call call) {
        String policy = access.resourcePolicy();
        return policy != null && call.caller() instanceof Caller.Session session && policy.contains(session.roleArn());
    }

    <I extends Struct, O extends Struct> O call(Op<I, O> op, I input) {
        return cloud.call(ROOT, REGION, op, input);
    }

    CreateFunctionRequest.Builder function(String name, String runtime, String handler, Map<String, String> files) {
        return CreateFunctionRequest.builder()
                .functionName(name)
                .runtime(runtime)
                .handler(handler)
                .role(ROLE)
                .code(FunctionCode.builder().zipFile(zip(files)).build());
    }

    /// A Node function whose file `index.js` is this.
    FunctionConfiguration node(String name, String source) {
        return call(
                LambdaOps.CreateFunction,
                function(name, "nodejs22.x", "index.handler", Map.of("index.js", source))
                        .build());
    }

    InvocationResponse invoke(String name, String payload) {
        return call(
                LambdaOps.Invoke,
                InvocationRequest.builder()
                        .functionName(name)
                        .payload(payload.getBytes(StandardCharsets.UTF_8))
                        .logType("Tail")
                        .build());
    }

    static String text(InvocationResponse response) {
        return new String(response.payload(), StandardCharsets.UTF_8);
    }

    static String log(InvocationResponse response) {
        return new String(java.util.Base64.getDecoder().decode(response.logResult()), StandardCharsets.UTF_8);
    }

    /// Waits until as many log lines are kept.
    List<String> logs(String function, int atLeast) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        List<String> lines = List.of();
        while (lines.size() < atLeast && System.nanoTime() < until) {
            lines = logs(function);
            Thread.onSpinWait();
        }
        assertThat(lines).as("log lines of " + function).hasSizeGreaterThanOrEqualTo(atLeast);
        return lines;
    }

    private List<String> logs(String function) {
        try {
            return call(
                            LogsOps.FilterLogEvents,
                            FilterLogEventsRequest.builder()
                                    .logGroupName("/aws/lambda/" + function)
                                    .build())
                    .events()
                    .stream()
                    .map(FilteredLogEvent::message)
                    .toList();
        } catch (AwsException e) {
            return List.of();
        }
    }

    static byte[] zip(Map<String, String> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// Ends everything but leaves the folder, as a crash would.
    void stop() {
        timers.close();
        lambda.close();
        sandbox.close();
        store.close();
    }

    @Override
    public void close() throws IOException {
        stop();
        delete(folder);
    }

    static void delete(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
                all.add(dir);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                all.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        all.sort(Comparator.reverseOrder());
        for (Path path : all) {
            Files.delete(path);
        }
    }

    /// STS, as far as Lambda needs it.
    private record AnyRole(Time time) implements Service, Operation<AssumeRoleRequest, AssumeRoleResponse> {
        @Override
        public Model model() {
            return StsOps.MODEL;
        }

        @Override
        public List<Operation<?, ?>> operations() {
            return List.of(this);
        }

        @Override
        public Op<AssumeRoleRequest, AssumeRoleResponse> op() {
            return StsOps.AssumeRole;
        }

        @Override
        public List<Access> access(AssumeRoleRequest input, Call call) {
            return List.of();
        }

        @Override
        public AssumeRoleResponse handle(AssumeRoleRequest input, Call call) {
            String role = input.roleArn().substring(input.roleArn().lastIndexOf('/') + 1);
            if (role.startsWith("wrong")) {
                throw new AwsException("AccessDenied", 403, "not authorized to perform: sts:AssumeRole");
            }
            return AssumeRoleResponse.builder()
                    .credentials(Credentials.builder()
                            .accessKeyId("ASIAEXAMPLEEXAMPLE12")
                            .secretAccessKey("secret")
                            .sessionToken("token until " + time.instant().plusSeconds(input.durationSeconds()))
                            .expiration(time.instant().plusSeconds(input.durationSeconds()))
                            .build())
                    .assumedRoleUser(AssumedRoleUser.builder()
                            .assumedRoleId("AROAEXAMPLE:" + input.roleSessionName())
                            .arn("arn:aws:sts::" + ACCOUNT + ":assumed-role/" + role + "/" + input.roleSessionName())
                            .build())
                    .build();
        }
    }
}
