package dev.virga.services.lambda;

import dev.virga.api.lambda.FunctionConfiguration;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.UpdateFunctionCodeRequest;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.UUID;

/// Gives a function a new package.
final class UpdateFunctionCode implements Operation<UpdateFunctionCodeRequest, FunctionConfiguration> {
    private final VersionTable versions;
    private final CodeSource source;
    private final SettingsChange settings;
    private final LatestUpdate update;
    private final Publication publication;
    private final Configuration configuration;

    UpdateFunctionCode(
            VersionTable versions,
            CodeSource source,
            SettingsChange settings,
            LatestUpdate update,
            Publication publication,
            Configuration configuration) {
        this.configuration = configuration;
        this.versions = versions;
        this.source = source;
        this.settings = settings;
        this.update = update;
        this.publication = publication;
    }

    @Override
    public Op<UpdateFunctionCodeRequest, FunctionConfiguration> op() {
        return LambdaOps.UpdateFunctionCode;
    }

    @Override
    public List<Access> access(UpdateFunctionCodeRequest input, Call call) {
        return LambdaAccess.function("UpdateFunctionCode", input.functionName(), call);
    }

    @Override
    public FunctionConfiguration handle(UpdateFunctionCodeRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), call).withQualifier(null);
        if (input.imageUri() != null || input.sourceKMSKeyArn() != null || input.publishTo() != null) {
            throw LambdaErrors.notImplemented("UpdateFunctionCode", "ImageUri, SourceKMSKeyArn or PublishTo");
        }
        FunctionVersion before = versions.get(name, FunctionName.LATEST).version();
        CodeSource.Location location =
                new CodeSource.Location(input.zipFile(), input.s3Bucket(), input.s3Key(), input.s3ObjectVersion());
        List<String> architectures =
                input.architectures() == null ? List.of(before.code().architecture()) : input.architectures();
        FunctionVersion.Code code = source.fetch(location, architectures, "UpdateFunctionCode", call);
        settings.checkSize(code, before.settings().layers());
        if (Boolean.TRUE.equals(input.dryRun())) {
            FunctionVersion would = before.with(code, before.lastModifiedMillis(), before.revisionId());
            return configuration.of(would, name, name.functionArn(), call);
        }
        long now = call.time().toEpochMilli();
        String revision = UUID.randomUUID().toString();
        FunctionVersion updated = update.apply(name, input.revisionId(), v -> v.with(code, now, revision));
        if (Boolean.TRUE.equals(input.publish())) {
            FunctionVersion published = publication.publish(name, null, null, null);
            return configuration.of(
                    published, name, name.withQualifier(published.version()).arn(), call);
        }
        return configuration.of(updated, name, name.functionArn(), call);
    }
}
