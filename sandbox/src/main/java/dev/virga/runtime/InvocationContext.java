package dev.virga.runtime;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lambda's `Context`, made for whichever version of the interface the function brought along.
///
/// @param clientContext parsed JSON
record InvocationContext(
        ApiConnection.Event event,
        long deadlineMillis,
        @Nullable Object clientContext) implements InvocationHandler {

    static Object of(Class<?> contextInterface, ApiConnection.Event event) {
        String client = event.header("lambda-runtime-client-context");
        InvocationContext context = new InvocationContext(
                event,
                Long.parseLong(event.header("lambda-runtime-deadline-ms")),
                client.isEmpty() ? null : Json.parse(client));
        return proxy(contextInterface, context);
    }

    private static Object proxy(Class<?> type, InvocationHandler behaviour) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, behaviour);
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "getAwsRequestId" -> event.header("lambda-runtime-aws-request-id");
            case "getLogGroupName" -> Bootstrap.environment("AWS_LAMBDA_LOG_GROUP_NAME");
            case "getLogStreamName" -> Bootstrap.environment("AWS_LAMBDA_LOG_STREAM_NAME");
            case "getFunctionName" -> Bootstrap.environment("AWS_LAMBDA_FUNCTION_NAME");
            case "getFunctionVersion" -> Bootstrap.environment("AWS_LAMBDA_FUNCTION_VERSION");
            case "getInvokedFunctionArn" -> event.header("lambda-runtime-invoked-function-arn");
            case "getRemainingTimeInMillis" ->
                Math.clamp(deadlineMillis - InstantSource.system().millis(), 0, Integer.MAX_VALUE);
            case "getMemoryLimitInMB" -> Integer.valueOf(Bootstrap.environment("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
            case "getLogger" -> proxy(method.getReturnType(), InvocationContext::log);
            case "getClientContext" ->
                clientContext == null ? null : proxy(method.getReturnType(), this::clientContextMember);
            case "getIdentity" -> proxy(method.getReturnType(), (p, m, a) -> common(p, m, a, ""));
            default -> common(self, method, arguments, "");
        };
    }

    private @Nullable Object clientContextMember(Object self, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Map<?, ?> values = clientContext instanceof Map<?, ?> map ? map : Map.of();
        return switch (method.getName()) {
            case "getCustom" -> values.get("custom");
            case "getEnvironment" -> values.get("env");
            case "getClient" -> {
                Map<?, ?> client = values.get("client") instanceof Map<?, ?> map ? map : Map.of();
                yield proxy(method.getReturnType(), (p, m, a) -> {
                    String name = m.getName().startsWith("get") ? m.getName().substring(3) : "";
                    @Nullable Object value = client.get(snakeCase(name));
                    return value == null ? common(p, m, a, null) : value;
                });
            }
            default -> common(self, method, arguments, null);
        };
    }

    /// As mobile SDKs name the members: InstallationId → installation_id.
    private static String snakeCase(String name) {
        return name.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
    }

    private static @Nullable Object log(Object self, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("log") && arguments != null) {
            @Nullable Object message = arguments[0];
            Bootstrap.log(
                    message instanceof byte[] bytes
                            ? new String(bytes, StandardCharsets.UTF_8)
                            : String.valueOf(message));
            return null;
        }
        return common(self, method, arguments, null);
    }

    private static @Nullable Object common(
            Object self, Method method, @Nullable Object @Nullable [] arguments, @Nullable Object otherwise)
            throws Throwable {
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(self, method, arguments);
        }
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> arguments != null && self == arguments[0];
            case "toString" -> method.getDeclaringClass().getSimpleName();
            default -> method.getReturnType() == String.class ? otherwise : null;
        };
    }
}
