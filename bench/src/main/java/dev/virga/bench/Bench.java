package dev.virga.bench;

import dev.virga.bench.Contender.Peer;
import dev.virga.bench.Contender.Started;
import dev.virga.bench.Contender.Virga;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/// `virga bench`: measures this cloud and the peers that are installed, one after the other on the
/// same machine, and prints a table. See docs/benchmarks.md for what each row means.
public final class Bench {
    private static final int STARTS = 7;
    private static final int MAX_NOTE = 160;
    /// Different items and objects that are read.
    private static final int READ = 200;

    private final Options options;
    private final Table table;

    private Bench(Options options, Table table) {
        this.options = options;
        this.table = table;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (Options.Unusable e) {
            System.err.println("virga: " + e.getMessage());
            System.exit(2);
            return;
        }
        String now =
                InstantSource.system().instant().truncatedTo(ChronoUnit.MINUTES).toString();
        Table table = new Table(options.json(), machine(), now + ", " + options.label());
        Bench bench = new Bench(options, table);
        for (Options.Part part : options.parts()) {
            bench.run(part);
        }
        table.end();
    }

    private void run(Options.Part part) throws InterruptedException {
        switch (part) {
            case STARTUP -> {
                startup(new Virga());
                for (Peer peer : Peer.values()) {
                    startup(peer);
                }
            }
            case WIRE -> measure(new Virga(), "GetCallerIdentity", this::wire);
            case DYNAMODB -> {
                measure(new Virga(), "PutItem", this::dynamodb);
                measure(Peer.DYNALITE, "PutItem", this::dynamodb);
                measure(Peer.DYNAMODB_LOCAL, "PutItem", this::dynamodb);
            }
            case S3 -> {
                measure(new Virga(), "PutObject", this::s3);
                measure(Peer.S3RVER, "PutObject", this::s3);
            }
            case INVOKE ->
                measure(new Virga(), "Invoke", (who, started) -> new InvokeBench(options, table, who, started).run());
        }
    }

    /// Measures one contender that runs.
    private interface Measurement {
        void run(String who, Started started) throws IOException, InterruptedException;
    }

    private void measure(Contender contender, String what, Measurement measurement) throws InterruptedException {
        if (contender instanceof Peer peer && !peer.isInstalled(options)) {
            table.missing(what, contender.title(), "not installed");
            return;
        }
        try (Started started = contender.start(options)) {
            measurement.run(contender.title(), started);
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            table.missing(
                    what, contender.title(), "failed: " + message.substring(0, Math.min(MAX_NOTE, message.length())));
        }
    }

    private void startup(Contender contender) throws InterruptedException {
        long[] nanos = new long[STARTS];
        double[] megabytes = new double[1];
        long[] cpu = new long[STARTS];
        int[] count = new int[1];
        for (int i = 0; i < STARTS; i++) {
            measure(contender, "start to first answer", (who, started) -> {
                cpu[count[0]] = started.cpuMicros();
                nanos[count[0]++] = (long) (started.firstAnswerMillis() * 1e6);
                megabytes[0] = started.server().residentMegabytes();
            });
            if (count[0] <= i) {
                return;
            }
        }
        Arrays.sort(nanos);
        Arrays.sort(cpu);
        table.times(
                "start to first answer",
                contender.title(),
                nanos,
                String.valueOf(cpu[STARTS / 2]),
                Table.number(megabytes[0], 0));
    }

    private void wire(String who, Started started) throws IOException, InterruptedException {
        byte[] request = started.requests().query("sts", "Action=GetCallerIdentity&Version=2011-06-15");
        Load load = new Load(started.server(), options.seconds());
        table.load("GetCallerIdentity", who, load.run(i -> request, (status, length) -> status == 200));
    }

    private void dynamodb(String who, Started started) throws IOException, InterruptedException {
        Requests requests = started.requests();
        call(started, requests.dynamodb("CreateTable", """
                {"TableName": "bench", "BillingMode": "PAY_PER_REQUEST",
                 "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                 "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}"""));
        byte[] describe = requests.dynamodb("DescribeTable", "{\"TableName\": \"bench\"}");
        Waiting.until("the table is active", () -> call(started, describe).contains("ACTIVE"));
        Load load = new Load(started.server(), options.seconds());
        String pad = "x".repeat(100);
        Load.Maker put = i -> requests.dynamodb(
                "PutItem",
                "{\"TableName\": \"bench\", \"Item\": {\"id\": {\"S\": \"item-" + i + "\"}, \"n\": {\"N\": \"" + i
                        + "\"}, \"pad\": {\"S\": \"" + pad + "\"}}}");
        table.load("PutItem", who, load.run(put, (status, length) -> status == 200));
        seed(started, put);
        table.load(
                "GetItem",
                who,
                load.run(
                        i -> requests.dynamodb(
                                "GetItem",
                                "{\"TableName\": \"bench\", \"Key\": {\"id\": {\"S\": \"item-" + i % READ + "\"}}}"),
                        (status, length) -> status == 200 && length > pad.length()));
    }

    private void s3(String who, Started started) throws IOException, InterruptedException {
        Requests requests = started.requests();
        call(started, requests.s3("PUT", "/bench", new byte[0]));
        byte[] object = new byte[1024];
        Arrays.fill(object, (byte) 'x');
        Load load = new Load(started.server(), options.seconds());
        Load.Maker put = i -> requests.s3("PUT", "/bench/object-" + i, object);
        table.load("PutObject 1 KB", who, load.run(put, (status, length) -> status == 200));
        seed(started, put);
        table.load(
                "GetObject 1 KB",
                who,
                load.run(
                        i -> requests.s3("GET", "/bench/object-" + i % READ, new byte[0]),
                        (status, length) -> status == 200 && length == object.length));
    }

    /// What is read is there, however few writes a round had time for.
    private static void seed(Started started, Load.Maker put) throws IOException {
        for (int i = 0; i < READ; i++) {
            call(started, put.request(i));
        }
    }

    /// One request on a connection of its own; the body of its answer.
    static String call(Started started, byte[] request) throws IOException {
        try (Connection connection = new Connection(started.server().port())) {
            int status = connection.exchange(request);
            if (status >= 300) {
                throw new IOException(status + " " + connection.body());
            }
            return connection.body();
        }
    }

    private static String machine() {
        String cpu = "unknown CPU";
        try {
            cpu = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(cpu);
        } catch (IOException e) {
            // Only a title.
        }
        return Runtime.getRuntime().availableProcessors() + " × " + cpu + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + ", Java " + System.getProperty("java.version") + ", load "
                + load();
    }

    /// How busy the machine was before: numbers from a busy machine say little.
    private static String load() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
        } catch (IOException e) {
            return "unknown";
        }
    }
}
