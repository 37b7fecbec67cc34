package dev.virga.services.cloudformation.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// FunctionUrlConfig: the URL, and for one without authorization what lets everybody call it.
final class SamFunctionUrl {
    private final SamResource source;
    private final SamTarget target;

    SamFunctionUrl(SamResource source, SamTarget target) {
        this.source = source;
        this.target = target;
    }

    void emit() {
        Map<String, @Nullable Object> config = source.object("FunctionUrlConfig");
        Object auth = config.get("AuthType");
        if (!Tree.isIntrinsic(config) && !Tree.isIntrinsic(auth) && !"AWS_IAM".equals(auth) && !"NONE".equals(auth)) {
            throw source.invalid("AuthType is required to configure function property `FunctionUrlConfig`. Please"
                    + " provide either AWS_IAM or NONE.");
        }
        checkCors(config.get("Cors"));
        source.emit(
                source.id() + "Url",
                "AWS::Lambda::Url",
                Tree.map(
                        "AuthType", auth,
                        "Cors", config.get("Cors"),
                        "InvokeMode", config.get("InvokeMode"),
                        "TargetFunctionArn", target.name()));
        if ("NONE".equals(auth)) {
            source.emit(
                    source.id() + "UrlPublicPermissions",
                    "AWS::Lambda::Permission",
                    Tree.map(
                            "Action",
                            "lambda:InvokeFunctionUrl",
                            "FunctionName",
                            target.name(),
                            "Principal",
                            "*",
                            "FunctionUrlAuthType",
                            auth));
            source.emit(
                    source.id() + "URLInvokeAllowPublicAccess",
                    "AWS::Lambda::Permission",
                    Tree.map(
                            "Action",
                            "lambda:InvokeFunction",
                            "FunctionName",
                            target.name(),
                            "Principal",
                            "*",
                            "InvokedViaFunctionUrl",
                            true));
        }
    }

    private void checkCors(@Nullable Object cors) {
        if (cors == null || Tree.isIntrinsic(cors)) {
            return;
        }
        if (!(cors instanceof Map)) {
            throw source.invalid("Property 'FunctionUrlConfig.Cors' should be a map.");
        }
        Tree.objectOrEmpty(cors).forEach((name, value) -> {
            boolean intrinsic = Tree.isIntrinsic(value);
            switch (name) {
                case "AllowOrigins", "AllowMethods", "AllowHeaders", "ExposeHeaders" ->
                    expect(intrinsic || value instanceof List, name, "list");
                case "AllowCredentials" -> expect(intrinsic || value instanceof Boolean, name, "bool");
                case "MaxAge" -> expect(intrinsic || value instanceof Number, name, "int");
                default -> throw source.invalid(name + " is not a valid property for configuring Cors.");
            }
        });
    }

    private void expect(boolean right, String name, String type) {
        if (!right) {
            throw source.invalid(name + " must be of type " + type + ".");
        }
    }
}
