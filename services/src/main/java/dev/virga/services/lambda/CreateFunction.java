package dev.virga.services.lambda;

import dev.virga.api.lambda.CreateFunctionRequest;
import dev.virga.api.lambda.FunctionCode;
import dev.virga.api.lambda.FunctionConfiguration;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Operation;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes a function from a package.
final class CreateFunction implements Operation<CreateFunctionRequest, FunctionConfiguration> {
    private final Store store;
    private final Cloud cloud;
    private final FunctionTable functions;
    private final VersionTable versions;
    private final CodeSource source;
    private final SettingsChange settings;
    private final Configuration configuration;

    CreateFunction(
            Store store,
            Cloud cloud,
            FunctionTable functions,
            VersionTable versions,
            CodeSource source,
            SettingsChange settings,
            Configuration configuration) {
        this.configuration = configuration;
        this.store = store;
        this.cloud = cloud;
        this.functions = functions;
        this.versions = versions;
        this.source = source;
        this.settings = settings;
    }

    @Override
    public Op<CreateFunctionRequest, FunctionConfiguration> op() {
        return LambdaOps.CreateFunction;
    }

    @Override
    public List<Access> access(CreateFunctionRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), call);
        List<Access> all = new ArrayList<>();
        all.add(LambdaAccess.settings("CreateFunction", name.withQualifier(null), input.layers()));
        all.add(LambdaAccess.passRole(input.role(), name));
        all.addAll(LambdaAccess.layers(input.layers()));
        return all;
    }

    @Override
    public FunctionConfiguration handle(CreateFunctionRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), call).withQualifier(null);
        if (!name.account().equals(call.account())) {
            throw LambdaErrors.invalid("The provided function ARN does not belong to this account.");
        }
        if (functions.find(name) != null) {
            throw exists(name);
        }
        FunctionVersion.Settings wanted = settings.create(input, input.role(), call, name);
        RoleSession.check(cloud, name, input.role());
        FunctionVersion.Code code = fetch(input.code(), input.architectures(), call);
        settings.checkSize(code, wanted.layers());
        FunctionVersion latest = new FunctionVersion(
                name.name(),
                FunctionVersion.LATEST,
                wanted,
                code,
                call.time().toEpochMilli(),
                UUID.randomUUID().toString());
        boolean publish = Boolean.TRUE.equals(input.publish());
        FunctionVersion first = latest.published(1, wanted, UUID.randomUUID().toString());
        Map<String, String> tags = input.tags() == null ? Map.of() : input.tags();
        FunctionTags.checkCount(tags);
        List<Store.Write> writes = new ArrayList<>();
        writes.add(functions.put(name, new Function(name.name(), publish ? 2 : 1, null, tags)));
        writes.add(versions.put(name, latest));
        if (publish) {
            writes.add(versions.put(name, first));
        }
        Store.Transaction transaction =
                new Store.Transaction(null, List.of(new Store.Absent(FunctionTable.key(name))), writes);
        if (store.commit(transaction) instanceof Store.Conflict) {
            throw exists(name);
        }
        return publish
                ? configuration.of(first, name, name.withQualifier("1").arn(), call)
                : configuration.of(latest, name, name.functionArn(), call);
    }

    private static AwsException exists(FunctionName name) {
        return LambdaErrors.conflict("Function already exist: " + name.name());
    }

    private FunctionVersion.Code fetch(FunctionCode from, @Nullable List<String> architectures, Call call) {
        if (from.imageUri() != null || from.sourceKMSKeyArn() != null) {
            throw LambdaErrors.notImplemented("CreateFunction", "ImageUri or SourceKMSKeyArn");
        }
        CodeSource.Location location =
                new CodeSource.Location(from.zipFile(), from.s3Bucket(), from.s3Key(), from.s3ObjectVersion());
        return source.fetch(location, architectures, "CreateFunction", call);
    }
}
