package dev.virga.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/// A function that does nothing but answer, in each language.
///
/// @param runtime Lambda's name
enum Language {
    NODE("nodejs22.x", "index.handler", "index.js", "exports.handler = async (event) => ({ hello: event.name });\n"),
    PYTHON(
            "python3.13",
            "main.handler",
            "main.py",
            "def handler(event, context):\n    return {'hello': event['name']}\n"),
    JAVA("java21", "hello.Hello::handle", "hello/Hello.java", """
            package hello;

            import java.util.Map;

            public class Hello {
                public Map<String, Object> handle(Map<String, Object> event) {
                    return Map.of("hello", event.get("name"));
                }
            }
            """),
    /// A custom runtime in bash alone: it starts no process for an event.
    PROVIDED("provided.al2023", "none", "bootstrap", """
            #!/bin/bash
            host=${AWS_LAMBDA_RUNTIME_API%:*} port=${AWS_LAMBDA_RUNTIME_API#*:}
            exec 3<>"/dev/tcp/$host/$port"
            answer() {
              local line
              length=0
              read -r line <&3
              while IFS= read -r line <&3 && line=${line%$'\\r'} && [ -n "$line" ]; do
                case ${line,,} in
                  content-length:*) length=${line#*:} length=${length// /} ;;
                  lambda-runtime-aws-request-id:*) id=${line#*:} id=${id// /} ;;
                esac
              done
              [ "$length" -eq 0 ] || IFS= read -r -N "$length" body <&3
            }
            while true; do
              printf 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nHost: %s\\r\\n\\r\\n' "$host" >&3
              answer
              printf 'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\\r\\nHost: %s\\r\\nContent-Length: 17\\r\\n\\r\\n{"hello":"bench"}' \\
                "$id" "$host" >&3
              answer
            done
            """);

    private static final int EXECUTABLE = 0755;

    private final String runtime;
    private final String handler;
    private final String file;
    private final String source;

    Language(String runtime, String handler, String file, String source) {
        this.runtime = runtime;
        this.handler = handler;
        this.file = file;
        this.source = source;
    }

    String runtime() {
        return runtime;
    }

    String handler() {
        return handler;
    }

    /// The deployment package, with a random comment so that no two are equal.
    byte[] archive(int number) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            if (this == JAVA) {
                entry(zip, "hello/Hello.class", compiled());
            } else {
                entry(zip, file, source.getBytes(StandardCharsets.UTF_8));
            }
            entry(zip, "number.txt", String.valueOf(number).getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = out.toByteArray();
        markExecutable(bytes);
        return bytes;
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /// The JDK's writer knows no file modes: they are the upper half of the external attributes in
    /// the central directory, and hold only when the creator was a Unix.
    private static void markExecutable(byte[] zip) {
        for (int i = 0; i + 46 <= zip.length; i++) {
            if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
                int mode = 0100000 | EXECUTABLE;
                zip[i + 5] = 3;
                zip[i + 40] = (byte) mode;
                zip[i + 41] = (byte) (mode >> 8);
            }
        }
    }

    private byte[] compiled() throws IOException {
        Path folder = Files.createTempDirectory("virga-bench");
        Path java = Files.createDirectories(folder.resolve("hello")).resolve("Hello.java");
        Path result = folder.resolve("hello").resolve("Hello.class");
        try {
            Files.writeString(java, source);
            int code = ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, "--release", "21", "-d", folder.toString(), java.toString());
            if (code != 0) {
                throw new IOException("the Java function does not compile");
            }
            return Files.readAllBytes(result);
        } finally {
            for (Path file : List.of(java, result, folder.resolve("hello"), folder)) {
                Files.deleteIfExists(file);
            }
        }
    }
}
