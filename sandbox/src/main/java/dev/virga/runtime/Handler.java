package dev.virga.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The user's method, found by the name that the function's configuration gives.
final class Handler {
    private static final String CONTEXT = "com.amazonaws.services.lambda.runtime.Context";
    private static final String REQUEST_HANDLER = "com.amazonaws.services.lambda.runtime.RequestHandler";
    private static final String STREAM_HANDLER = "com.amazonaws.services.lambda.runtime.RequestStreamHandler";

    private final @Nullable Object target;
    private final Method method;
    private final Type eventType;
    private final boolean stream;

    /// What goes wrong between Lambda and the handler, by Lambda's name for it.
    static final class Fault extends Exception {
        private static final long serialVersionUID = 1;

        final String errorType;

        Fault(String errorType, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.errorType = errorType;
        }
    }

    private Handler(@Nullable Object target, Method method, Type eventType, boolean stream) {
        this.target = target;
        this.method = method;
        this.eventType = eventType;
        this.stream = stream;
    }

    /// @param name `package.Class::method`, or `package.Class` for Lambda's two interfaces
    static Handler load(String name) throws Throwable {
        int colons = name.indexOf("::");
        String className = colons < 0 ? name : name.substring(0, colons);
        Class<?> type;
        try {
            type = Class.forName(className, true, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException e) {
            throw new Fault(ClassNotFoundException.class.getName(), "Class not found: " + className, null);
        }
        if (colons < 0 && !implementing(type, REQUEST_HANDLER) && !implementing(type, STREAM_HANDLER)) {
            throw new Fault(
                    "Runtime.HandlerNotFound",
                    "Class " + className + " does not implement an appropriate handler interface",
                    null);
        }
        Method method = method(type, colons < 0 ? "handleRequest" : name.substring(colons + 2));
        method.setAccessible(true);
        Class<?>[] parameters = method.getParameterTypes();
        boolean stream =
                parameters.length >= 2 && parameters[0] == InputStream.class && parameters[1] == OutputStream.class;
        @Nullable Object target = Modifier.isStatic(method.getModifiers()) ? null : instance(type);
        return new Handler(target, method, eventType(type, method), stream);
    }

    private static Object instance(Class<?> type) throws Throwable {
        Constructor<?> constructor;
        try {
            constructor = type.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            throw new Fault(
                    NoSuchMethodException.class.getName(),
                    "Class " + type.getName() + " has no public zero-argument constructor",
                    null);
        }
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static Method method(Class<?> type, String name) throws Fault {
        List<Method> candidates = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (method.getName().equals(name) && !method.isBridge() && fits(method.getParameterTypes())) {
                candidates.add(method);
            }
        }
        return candidates.stream()
                .max(Comparator.comparingInt(Method::getParameterCount))
                .orElseThrow(() -> new Fault(
                        NoSuchMethodException.class.getName(),
                        "No public method named " + name + " with appropriate method signature found on class "
                                + type.getName(),
                        null));
    }

    /// (), (event), (event, context), (in, out) and (in, out, context).
    private static boolean fits(Class<?>[] parameters) {
        return switch (parameters.length) {
            case 0, 1 -> true;
            case 2 -> isContext(parameters[1]) || parameters[1] == OutputStream.class;
            case 3 -> parameters[1] == OutputStream.class && isContext(parameters[2]);
            default -> false;
        };
    }

    private static boolean isContext(Class<?> type) {
        return type.getName().equals(CONTEXT);
    }

    private static boolean implementing(@Nullable Class<?> type, String interfaceName) {
        if (type == null) {
            return false;
        }
        for (Class<?> one : type.getInterfaces()) {
            if (one.getName().equals(interfaceName) || implementing(one, interfaceName)) {
                return true;
            }
        }
        return implementing(type.getSuperclass(), interfaceName);
    }

    private static Type eventType(Class<?> type, Method method) {
        if (method.getParameterCount() == 0) {
            return Object.class;
        }
        Type declared = method.getGenericParameterTypes()[0];
        if (!(declared instanceof TypeVariable<?>)) {
            return declared;
        }
        // The method is inherited from a generic class: its subclass says what the variable is.
        for (@Nullable Class<?> c = type; c != null; c = c.getSuperclass()) {
            List<Type> supertypes = new ArrayList<>(List.of(c.getGenericInterfaces()));
            @Nullable Type superclass = c.getGenericSuperclass();
            if (superclass != null) {
                supertypes.add(superclass);
            }
            for (Type supertype : supertypes) {
                if (supertype instanceof ParameterizedType parameterized
                        && !(parameterized.getActualTypeArguments()[0] instanceof TypeVariable<?>)) {
                    return parameterized.getActualTypeArguments()[0];
                }
            }
        }
        return Object.class;
    }

    byte[] call(ApiConnection.Event event) throws Throwable {
        Class<?>[] parameters = method.getParameterTypes();
        @Nullable Object[] arguments = new @Nullable Object[parameters.length];
        if (parameters.length > 0 && isContext(parameters[parameters.length - 1])) {
            arguments[parameters.length - 1] = InvocationContext.of(parameters[parameters.length - 1], event);
        }
        if (stream) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            arguments[0] = new ByteArrayInputStream(event.payload());
            arguments[1] = out;
            method.invoke(target, arguments);
            return out.toByteArray();
        }
        if (parameters.length > 0 && !isContext(parameters[0])) {
            arguments[0] = read(event.payload(), parameters[0]);
        }
        @Nullable Object result = method.invoke(target, arguments);
        if (method.getReturnType() == void.class) {
            return "null".getBytes(StandardCharsets.UTF_8);
        }
        return Json.write(result).getBytes(StandardCharsets.UTF_8);
    }

    private @Nullable Object read(byte[] payload, Class<?> parameter) throws Fault {
        if (parameter == InputStream.class) {
            return new ByteArrayInputStream(payload);
        }
        String text = new String(payload, StandardCharsets.UTF_8);
        try {
            return Binding.convert(Json.parse(text), eventType);
        } catch (RuntimeException e) {
            throw new Fault("Runtime.UnmarshalError", "An error occurred during JSON parsing: " + e.getMessage(), e);
        }
    }
}
