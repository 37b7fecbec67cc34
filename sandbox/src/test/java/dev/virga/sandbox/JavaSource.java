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

    private JavaSource() {}

    static Functions.Function compile(Functions functions) throws IOException {
        Functions.Function function = functions.new Function(SandboxSpec.Language.JAVA, "app.Hello::ofRecord");
        function.memory(512);
        Path source = Files.createTempDirectory(functions.folder, "source").resolve("Hello.java");
        Files.writeString(source, SOURCE);
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", function.code.toString(), source.toString());
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
