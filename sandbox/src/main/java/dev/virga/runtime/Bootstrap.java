package dev.virga.runtime;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Loads a Java handler and runs it: the program of a Java function's process.
public final class Bootstrap {
    private static final int MAX_CAUSES = 10;

    private Bootstrap() {}

    public static void main(String[] arguments) throws IOException {
        ApiConnection api = new ApiConnection(environment("AWS_LAMBDA_RUNTIME_API"));
        Handler handler;
        try {
            handler = Handler.load(environment("_HANDLER"));
        } catch (Throwable e) {
            Throwable fault = unwrapped(e);
            report(fault);
            api.post("init/error", nameOf(fault), describe(fault));
            System.exit(1);
            return;
        }
        while (true) {
            invoke(api, handler, api.next());
        }
    }

    private static void invoke(ApiConnection api, Handler handler, ApiConnection.Event event) throws IOException {
        String path = "invocation/" + event.header("lambda-runtime-aws-request-id");
        String trace = event.header("lambda-runtime-trace-id");
        if (!trace.isEmpty()) {
            System.setProperty("com.amazonaws.xray.traceHeader", trace);
        }
        byte[] answer;
        try {
            answer = handler.call(event);
        } catch (Throwable e) {
            Throwable fault = unwrapped(e);
            report(fault);
            api.post(path + "/error", nameOf(fault), describe(fault));
            if (fault instanceof VirtualMachineError) {
                System.exit(1);
            }
            return;
        }
        System.out.flush();
        api.post(path + "/response", null, answer);
    }

    private static Throwable unwrapped(Throwable e) {
        @Nullable Throwable cause = e.getCause();
        boolean wrapper = e instanceof InvocationTargetException || e instanceof ExceptionInInitializerError;
        return wrapper && cause != null ? cause : e;
    }

    private static String nameOf(Throwable e) {
        return e instanceof Handler.Fault fault ? fault.errorType : e.getClass().getName();
    }

    private static byte[] describe(Throwable e) {
        return Json.write(description(e, 0)).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, @Nullable Object> description(Throwable e, int depth) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("errorMessage", e.getMessage());
        error.put("errorType", nameOf(e));
        List<String> trace = new ArrayList<>();
        for (StackTraceElement frame : e.getStackTrace()) {
            if (frame.getClassName().startsWith("dev.virga.runtime.")
                    || frame.getClassName().startsWith("jdk.internal.reflect.")) {
                break;
            }
            trace.add(frame.toString());
        }
        error.put("stackTrace", trace);
        @Nullable Throwable cause = e.getCause();
        if (cause != null && depth < MAX_CAUSES) {
            error.put("cause", description(cause, depth + 1));
        }
        return error;
    }

    private static void report(Throwable e) {
        StringBuilder text = new StringBuilder();
        if (e instanceof Handler.Fault fault) {
            text.append(fault.errorType).append(": ").append(fault.getMessage());
        } else {
            text.append(e);
            for (Object frame : (List<?>) description(e, MAX_CAUSES).getOrDefault("stackTrace", List.of())) {
                text.append("\n\tat ").append(frame);
            }
            for (@Nullable Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                text.append("\nCaused by: ").append(cause);
            }
        }
        log(text.toString());
    }

    /// One log event: a line feed would start a new one, a carriage return continues it.
    static void log(String text) {
        String trimmed = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        System.out.print(trimmed.replace("\r\n", "\n").replace('\n', '\r') + "\n");
        System.out.flush();
    }

    static String environment(String name) {
        return System.getenv().getOrDefault(name, "");
    }
}
