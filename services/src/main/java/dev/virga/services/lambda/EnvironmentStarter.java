package dev.virga.services.lambda;

import dev.virga.kernel.Cloud;
import dev.virga.kernel.Time;
import dev.virga.sandbox.Instance;
import dev.virga.sandbox.Sandbox;
import dev.virga.sandbox.SandboxSpec;
import dev.virga.wire.AwsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Starts execution environments: takes on the role, unpacks the code, opens the log, starts the
/// process.
final class EnvironmentStarter {
    static final Duration INIT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CREDENTIALS_MARGIN = Duration.ofMinutes(1);

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd");

    private final Cloud cloud;
    private final Time time;
    private final Sandbox sandbox;
    private final SandboxSpec.Network network;
    private final CodeStore code;
    private final LayerTable layers;
    private final LogShipper shipper;
    private final EnvironmentSeal seal;

    EnvironmentStarter(
            Cloud cloud,
            Time time,
            Sandbox sandbox,
            SandboxSpec.Network network,
            CodeStore code,
            LayerTable layers,
            LogShipper shipper,
            EnvironmentSeal seal) {
        this.cloud = cloud;
        this.time = time;
        this.sandbox = sandbox;
        this.network = network;
        this.code = code;
        this.layers = layers;
        this.shipper = shipper;
        this.seal = seal;
    }

    /// What a start needs, so that it can be done again in the same log with the same credentials.
    record Prepared(SandboxSpec spec, InstanceLog log, Instant retire) {}

    /// @throws AwsException what the client of the invocation gets
    Prepared prepare(FunctionName name, FunctionVersion version) {
        FunctionVersion.Settings settings = version.settings();
        RoleSession role = role(name, settings.role());
        Map<String, String> own = seal.open(role, name, time.instant(), settings.environment());
        String stream = streamName(version);
        LogShipper.Route route =
                shipper.new Route(new LogShipper.Stream(role.caller(), name.region(), version.logGroup(), stream));
        InstanceLog log = new InstanceLog(time, route::ready);
        route.carries(log);
        try {
            SandboxSpec spec = new SandboxSpec(
                    version.name(),
                    Runtimes.language(settings.runtime()),
                    code.folder(version.code().blob(), version.code().length()),
                    layerFolders(settings),
                    settings.handler(),
                    EnvironmentVariables.of(version, own, name.region(), stream, role, sandbox.endpoint(network)),
                    settings.memoryMegabytes(),
                    settings.tmpMegabytes(),
                    INIT_TIMEOUT,
                    network);
            Duration margin = CREDENTIALS_MARGIN.plusSeconds(settings.timeoutSeconds());
            return new Prepared(spec, log, role.expires().minus(margin));
        } catch (IOException e) {
            throw cannotStart(e);
        }
    }

    private RoleSession role(FunctionName name, String role) {
        try {
            return RoleSession.assume(cloud, name, role);
        } catch (AwsException e) {
            if (e.status() >= 500) {
                throw e;
            }
            throw new AwsException(
                    "AccessDeniedException",
                    403,
                    "The role defined for the function cannot be assumed by Lambda. (" + role + ")");
        }
    }

    private List<Path> layerFolders(FunctionVersion.Settings settings) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (FunctionVersion.LayerUse use : settings.layers()) {
            LayerTable.LayerVersion layer = layers.getByArn(use.arn());
            folders.add(code.folder(layer.code().blob(), layer.code().length()));
        }
        return folders;
    }

    Instance start(SandboxSpec spec, InstanceLog log) {
        try {
            return sandbox.start(spec, line -> log.add(line + "\n"));
        } catch (IOException e) {
            throw cannotStart(e);
        }
    }

    private static AwsException cannotStart(IOException e) {
        System.getLogger(EnvironmentStarter.class.getName())
                .log(System.Logger.Level.ERROR, "a function cannot be started", e);
        return LambdaErrors.service("The function cannot be started on this host: " + e.getMessage());
    }

    /// `2026/01/31/[$LATEST]0123…`; in a group that several functions share, with the function's
    /// name.
    private String streamName(FunctionVersion version) {
        String day = LocalDate.ofInstant(time.instant(), ZoneOffset.UTC).format(DAY);
        String shared = version.settings().logging().logGroup() == null ? "" : version.name();
        String id = UUID.randomUUID().toString().replace("-", "");
        return day + "/" + shared + "[" + version.version() + "]" + id;
    }
}
