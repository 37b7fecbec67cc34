package dev.virga.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// A compiled Java function.
final class JavaSource {
    private static final String SOURCE = """
            package app; import java.io.*; import java.time.LocalDate; import java.util.*;
            public class Hello {
                public record In(int x, List<String> names) {}
                public record Out(String text, long twice) {}
                public Out ofRecord(In in) { if (in.x() == 9) throw new IllegalStateException("nine");
                    System.out.println("seen " + in.x()); return new Out(String.valueOf(in.names()), in.x() * 2L); }
                public Map<String, Object> ofMap(Map<String, Object> event) { return event; }
                public static class Bean { String name; LocalDate when; public void setName(String n) { name = n; } }
                public String ofBean(Bean bean) { return bean.name + " " + bean.when; }
                public void ofStream(InputStream in, OutputStream out) throws IOException { in.transferTo(out); }
            }
            """;

    /// Stands for the library that functions bring along.
    private static final String INTERFACES = """
            package com.amazonaws.services.lambda.runtime;
            public interface RequestHandler<I, O> { O handleRequest(I input, Context context); }
            """;

    private static final String CONTEXT = """
            package com.amazonaws.services.lambda.runtime;
            public interface Context { String getFunctionName(); int getRemainingTimeInMillis(); Logger getLogger();
                interface Logger { void log(String message); void log(byte[] message); } }
            """;

    private static final String IMPLEMENTING = """
            package app; import com.amazonaws.services.lambda.runtime.*; import java.util.*;
            public class Typed implements RequestHandler<Typed.Order, List<String>> {
                public static class Order { private String id; public String getId() { return id; }
                    public void setId(String id) { this.id = id; } }
                @Override public List<String> handleRequest(Order order, Context context) {
                    context.getLogger().log("two\\nlines");
                    return List.of(order.getId(), context.getFunctionName(),
                        String.valueOf(context.getRemainingTimeInMillis() > 1000)); }
            }
            """;

    private JavaSource() {}

    static Functions.Function compile(Functions functions) throws IOException {
        Functions.Function function = functions.new Function(SandboxSpec.Language.JAVA, "app.Hello::ofRecord");
        function.memory(512);
        Path folder = Files.createTempDirectory(functions.folder, "source");
        Files.writeString(folder.resolve("Hello.java"), SOURCE);
        Files.writeString(folder.resolve("RequestHandler.java"), INTERFACES);
        Files.writeString(folder.resolve("Context.java"), CONTEXT);
        Files.writeString(folder.resolve("Typed.java"), IMPLEMENTING);
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        function.code.toString(),
                        folder.resolve("Hello.java").toString(),
                        folder.resolve("RequestHandler.java").toString(),
                        folder.resolve("Context.java").toString(),
                        folder.resolve("Typed.java").toString());
        if (status != 0) {
            throw new IOException("the function does not compile");
        }
        try (Stream<Path> files = Files.walk(function.code)) {
            for (Path file : files.toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        return function;
    }
}
