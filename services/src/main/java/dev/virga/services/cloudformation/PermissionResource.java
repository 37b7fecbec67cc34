package dev.virga.services.cloudformation;

import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.RemovePermissionRequest;

/// `AWS::Lambda::Permission`: a statement of a function's policy.
final class PermissionResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("""
            Action*! EventSourceToken! FunctionName*! FunctionUrlAuthType! InvokedViaFunctionUrl! Principal*!
            PrincipalOrgID! SourceAccount! SourceArn!""");

    @Override
    public String name() {
        return "AWS::Lambda::Permission";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        String statement = deed.name();
        deed.callUnlessThere(
                LambdaOps.AddPermission,
                Inputs.of(LambdaOps.AddPermission.input(), properties.with("StatementId", statement)));
        return Made.of(statement, properties).with("Id", statement);
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        return before;
    }

    @Override
    public void delete(Deed deed, Made made) {
        deed.callUnlessGone(
                LambdaOps.RemovePermission,
                RemovePermissionRequest.builder()
                        .functionName(new Properties(made.properties()).required("FunctionName"))
                        .statementId(made.physicalId())
                        .build());
    }
}
