package dev.virga.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who is measured: Virga, or a peer that was installed beside it.
sealed interface Contender {
    /// A fresh server that answers.
    Started start(Options options) throws IOException, InterruptedException;

    String title();

    /// @param requests makes requests that this server accepts
    /// @param firstAnswerMillis since its process was started
    /// @param cpuMicros until then
    record Started(ServerProcess server, Requests requests, double firstAnswerMillis, long cpuMicros)
            implements AutoCloseable {
        @Override
        public void close() {
            server.close();
        }
    }

    /// This cloud, with a home of its own.
    record Virga() implements Contender {
        private static final Pattern KEY = Pattern.compile("ACCESS_KEY_ID=(\\S+)[\\s\\S]*SECRET_ACCESS_KEY='([^']+)'");

        @Override
        public String title() {
            return "virga";
        }

        @Override
        public Started start(Options options) throws IOException, InterruptedException {
            Path home = options.folder().resolve("home");
            Files.createDirectories(home);
            int port = ServerProcess.freePort();
            List<String> command = new ArrayList<>(options.server());
            command.addAll(List.of("--home", home.toString(), "--port", String.valueOf(port)));
            ServerProcess server = ServerProcess.start(
                    command, port, options.folder(), options.folder().resolve("virga.log"));
            Requests unknown = new Requests(port, "nobody", "nothing", "us-east-1", InstantSource.system());
            // A signed request: everything up to the decision has to be there, but no key is known yet.
            double millis = server.awaitAnswer(unknown.dynamodb("ListTables", "{}"));
            long cpu = server.cpuMicros();
            return new Started(server, requests(home, port), millis, cpu);
        }

        private static Requests requests(Path home, int port) throws IOException {
            String token = Files.readString(home.resolve("admin-token")).strip();
            try (Connection connection = new Connection(port)) {
                connection.exchange(Requests.utf8("GET /_virga/env HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nAuthorization: Bearer " + token + "\r\n\r\n"));
                Matcher key = KEY.matcher(connection.body());
                if (!key.find()) {
                    throw new IOException("the server does not tell its root key");
                }
                return new Requests(port, key.group(1), key.group(2), "us-east-1", InstantSource.system());
            }
        }
    }

    /// Another server of the same protocol, which the launcher installed into a folder of its name.
    enum Peer implements Contender {
        DYNALITE("dynalite", "node_modules/dynalite/cli.js", "in memory"),
        DYNAMODB_LOCAL("dynamodb-local", "lib", "SQLite in a file"),
        S3RVER("s3rver", "node_modules/s3rver/bin/s3rver.js", "files, no fsync");

        private final String folder;
        /// A file or folder that is there when the peer is installed.
        private final String program;
        /// What it does with data.
        private final String durable;

        Peer(String folder, String program, String durable) {
            this.folder = folder;
            this.program = program;
            this.durable = durable;
        }

        boolean isInstalled(Options options) {
            return Files.exists(options.folder().resolve(folder).resolve(program));
        }

        @Override
        public String title() {
            return folder + " (" + durable + ")";
        }

        @Override
        public Started start(Options options) throws IOException, InterruptedException {
            Path installed = options.folder().resolve(folder);
            Path data =
                    Files.createDirectories(options.folder().resolve("data").resolve(folder + "-" + UUID.randomUUID()));
            int port = ServerProcess.freePort();
            ServerProcess server = ServerProcess.start(
                    command(installed, data, port), port, data, options.folder().resolve(folder + ".log"));
            Requests requests = new Requests(port, "S3RVER", "S3RVER", "us-east-1", InstantSource.system());
            double millis = server.awaitAnswer(
                    this == S3RVER ? requests.s3("GET", "/", new byte[0]) : requests.dynamodb("ListTables", "{}"));
            return new Started(server, requests, millis, server.cpuMicros());
        }

        private List<String> command(Path installed, Path data, int port) {
            String file = installed.resolve(program).toString();
            return switch (this) {
                case DYNALITE -> List.of("node", file, "--port", "" + port, "--createTableMs", "0");
                case DYNAMODB_LOCAL ->
                    List.of(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-Dsqlite4java.library.path=" + file,
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            file + "/*",
                            "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
                            "-disableTelemetry",
                            "-dbPath",
                            data.toString(),
                            "-port",
                            "" + port);
                case S3RVER -> List.of("node", file, "-d", data.toString(), "-a", "127.0.0.1", "-p", "" + port, "-s");
            };
        }
    }
}
