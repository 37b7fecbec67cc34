package dev.virga.services.cloudformation;

import dev.virga.api.lambda.DeleteFunctionRequest;
import dev.virga.api.lambda.FunctionConfiguration;
import dev.virga.api.lambda.LambdaOps;

/// `AWS::Lambda::Version`. Publishing unchanged code again gives the same version, so that a step
/// that is repeated makes no second one.
final class VersionResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("""
            CodeSha256! Description! FunctionName*! ProvisionedConcurrencyConfig- RuntimePolicy-
            FunctionScalingConfig-""");

    @Override
    public String name() {
        return "AWS::Lambda::Version";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        FunctionConfiguration version =
                deed.call(LambdaOps.PublishVersion, Inputs.of(LambdaOps.PublishVersion.input(), properties));
        return Made.of(version.functionArn(), properties)
                .with("Version", version.version())
                .with("FunctionArn", version.functionArn());
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        return before;
    }

    @Override
    public void delete(Deed deed, Made made) {
        deed.callUnlessGone(
                LambdaOps.DeleteFunction,
                DeleteFunctionRequest.builder().functionName(made.physicalId()).build());
    }
}
