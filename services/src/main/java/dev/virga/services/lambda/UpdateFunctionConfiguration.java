package dev.virga.services.lambda;

import dev.virga.api.lambda.FunctionConfiguration;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.UpdateFunctionConfigurationRequest;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Changes how a function runs.
final class UpdateFunctionConfiguration
        implements Operation<UpdateFunctionConfigurationRequest, FunctionConfiguration> {
    private final Cloud cloud;
    private final VersionTable versions;
    private final SettingsChange settings;
    private final LatestUpdate update;
    private final Configuration configuration;

    UpdateFunctionConfiguration(
            Cloud cloud,
            VersionTable versions,
            SettingsChange settings,
            LatestUpdate update,
            Configuration configuration) {
        this.configuration = configuration;
        this.cloud = cloud;
        this.versions = versions;
        this.settings = settings;
        this.update = update;
    }

    @Override
    public Op<UpdateFunctionConfigurationRequest, FunctionConfiguration> op() {
        return LambdaOps.UpdateFunctionConfiguration;
    }

    @Override
    public List<Access> access(UpdateFunctionConfigurationRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), call);
        List<Access> all = new ArrayList<>();
        all.add(LambdaAccess.settings("UpdateFunctionConfiguration", name, input.layers()));
        if (input.role() != null) {
            all.add(LambdaAccess.passRole(input.role(), name));
        }
        all.addAll(LambdaAccess.layers(input.layers()));
        return all;
    }

    @Override
    public FunctionConfiguration handle(UpdateFunctionConfigurationRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), call).withQualifier(null);
        versions.get(name, FunctionName.LATEST);
        if (input.role() != null) {
            RoleSession.check(cloud, name, input.role());
        }
        long now = call.time().toEpochMilli();
        String revision = UUID.randomUUID().toString();
        FunctionVersion updated = update.apply(name, input.revisionId(), before -> {
            FunctionVersion.Settings changed = settings.update(input, before.settings(), call, name);
            settings.checkSize(before.code(), changed.layers());
            return before.with(changed, now, revision);
        });
        return configuration.of(updated, name, name.functionArn(), call);
    }
}
