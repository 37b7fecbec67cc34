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
    /// A custom runtime in C, so that what is measured is not the runtime.
    PROVIDED("provided.al2023", "none", "bootstrap", """
            #include <netinet/in.h>
            #include <arpa/inet.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <strings.h>
            #include <sys/socket.h>
            #include <unistd.h>

            static char head[65536];

            /* Reads an answer whose head and body fit into the buffer. */
            static void answer(int s) {
              size_t have = 0;
              char *end = 0;
              while (!end) {
                ssize_t n = read(s, head + have, sizeof head - 1 - have);
                if (n <= 0) exit(1);
                head[have += n] = 0;
                end = strstr(head, "\\r\\n\\r\\n");
              }
              char *length = strcasestr(head, "\\ncontent-length:");
              size_t whole = (end + 4 - head) + (length ? strtoul(length + 16, 0, 10) : 0);
              while (have < whole) {
                ssize_t n = read(s, head + have, sizeof head - 1 - have);
                if (n <= 0) exit(1);
                head[have += n] = 0;
              }
            }

            static void send_all(int s, const char *text) {
              if (write(s, text, strlen(text)) != (ssize_t)strlen(text)) exit(1);
            }

            int main(void) {
              char *api = strdup(getenv("AWS_LAMBDA_RUNTIME_API"));
              char *colon = strchr(api, ':');
              *colon = 0;
              struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(colon + 1))};
              inet_pton(AF_INET, api, &to.sin_addr);
              int s = socket(AF_INET, SOCK_STREAM, 0);
              if (connect(s, (struct sockaddr *)&to, sizeof to)) return 1;
              char out[512], id[128];
              while (1) {
                send_all(s, "GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nHost: runtime\\r\\n\\r\\n");
                answer(s);
                char *field = strcasestr(head, "lambda-runtime-aws-request-id:");
                if (!field || sscanf(field + 30, " %127[^\\r]", id) != 1) return 1;
                snprintf(out, sizeof out,
                         "POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\\r\\n"
                         "Host: runtime\\r\\nContent-Length: 17\\r\\n\\r\\n{\\"hello\\":\\"bench\\"}", id);
                send_all(s, out);
                answer(s);
              }
            }
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

    /// Python writes a space after a colon.
    int answerLength() {
        return "{\"hello\":\"bench\"}".length() + (this == PYTHON ? 1 : 0);
    }

    String runtime() {
        return runtime;
    }

    String handler() {
        return handler;
    }

    /// The deployment package, with a number in it so that no two are equal.
    byte[] archive(int number) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            switch (this) {
                case JAVA -> entry(zip, "hello/Hello.class", compiled());
                case PROVIDED -> entry(zip, "bootstrap", linked());
                case NODE, PYTHON -> entry(zip, file, source.getBytes(StandardCharsets.UTF_8));
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

    private byte[] linked() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("virga-bench");
        Path c = folder.resolve("bootstrap.c");
        Path result = folder.resolve("bootstrap");
        try {
            Files.writeString(c, source);
            Process compiler = new ProcessBuilder(
                            "cc", "-O2", "-w", "-D_GNU_SOURCE", "-o", result.toString(), c.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (compiler.waitFor() != 0) {
                throw new IOException("the C function does not compile");
            }
            return Files.readAllBytes(result);
        } finally {
            for (Path file : List.of(c, result, folder)) {
                Files.deleteIfExists(file);
            }
        }
    }
}
