package dev.virga.services.cloudformation;

import dev.virga.api.lambda.DeleteFunctionEventInvokeConfigRequest;
import dev.virga.api.lambda.LambdaOps;

/// `AWS::Lambda::EventInvokeConfig`.
final class EventInvokeConfigResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("""
            DestinationConfig FunctionName*! MaximumEventAgeInSeconds MaximumRetryAttempts Qualifier*!""");

    @Override
    public String name() {
        return "AWS::Lambda::EventInvokeConfig";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        put(deed, properties);
        return Made.of(deed.name(), properties);
    }

    private static void put(Deed deed, Properties properties) {
        deed.call(
                LambdaOps.PutFunctionEventInvokeConfig,
                Inputs.of(LambdaOps.PutFunctionEventInvokeConfig.input(), properties));
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        put(deed, properties);
        return before;
    }

    @Override
    public void delete(Deed deed, Made made) {
        Properties properties = new Properties(made.properties());
        deed.callUnlessGone(
                LambdaOps.DeleteFunctionEventInvokeConfig,
                DeleteFunctionEventInvokeConfigRequest.builder()
                        .functionName(properties.required("FunctionName"))
                        .qualifier(properties.required("Qualifier"))
                        .build());
    }
}
