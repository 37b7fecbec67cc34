package dev.virga.bench;

import dev.virga.bench.Contender.Started;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/// Functions in each language, through Lambda's Invoke: how long the first invocation of a new
/// function takes, one after the other, and how many follow in a second on sixteen connections.
final class InvokeBench {
    private static final int COLD_STARTS = 15;
    private static final byte[] EVENT = Requests.utf8("{\"name\":\"bench\"}");
    /// Memory decides about CPU time: with less, a limit would be measured.
    private static final int ONE_PROCESSOR_MEGABYTES = 1769;

    private static final String ROLE = "arn:aws:iam::000000000000:role/bench";

    private final Options options;
    private final Table table;
    private final String who;
    private final Started started;
    private final Requests requests;

    InvokeBench(Options options, Table table, String who, Started started) {
        this.options = options;
        this.table = table;
        this.who = who;
        this.started = started;
        this.requests = started.requests();
    }

    void run() throws IOException, InterruptedException {
        Bench.call(
                started,
                requests.query(
                        "iam",
                        "Action=CreateRole&Version=2010-05-08&RoleName=bench&AssumeRolePolicyDocument="
                                + "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C"
                                + "%22Principal%22%3A%7B%22Service%22%3A%22lambda.amazonaws.com%22%7D%2C"
                                + "%22Action%22%3A%22sts%3AAssumeRole%22%7D%5D%7D"));
        for (Language language : Language.values()) {
            String name = language.name().toLowerCase(Locale.ROOT);
            try {
                cold(language, name);
                warm(language, name);
            } catch (IOException e) {
                table.missing(name + " invoke", who, "failed: " + e.getMessage());
            }
        }
    }

    private void cold(Language language, String name) throws IOException, InterruptedException {
        long[] nanos = new long[COLD_STARTS];
        for (int i = 0; i < COLD_STARTS; i++) {
            String function = name + "-cold-" + i;
            create(language, function, i);
            byte[] invoke = invoke(function);
            try (Connection connection = new Connection(started.server().port())) {
                long begin = System.nanoTime();
                int status = connection.exchange(invoke);
                nanos[i] = System.nanoTime() - begin;
                check(language, status, connection);
            }
            Bench.call(started, requests.lambda("DELETE", "/2015-03-31/functions/" + function, new byte[0]));
        }
        Arrays.sort(nanos);
        table.times("cold invoke, " + name, who, nanos, "", "");
    }

    private void warm(Language language, String name) throws IOException, InterruptedException {
        String function = name + "-warm";
        create(language, function, COLD_STARTS);
        byte[] invoke = invoke(function);
        Load load = new Load(started.server(), options.seconds());
        table.load(
                "warm invoke, " + name,
                who,
                load.run(i -> invoke, (status, length) -> status == 200 && length == language.answerLength()));
        Bench.call(started, requests.lambda("DELETE", "/2015-03-31/functions/" + function, new byte[0]));
    }

    private void check(Language language, int status, Connection connection) throws IOException {
        if (status != 200 || connection.bodyLength() != language.answerLength()) {
            throw new IOException("wrong answer: " + status + " " + connection.body());
        }
    }

    private byte[] invoke(String function) {
        return requests.lambda("POST", "/2015-03-31/functions/" + function + "/invocations", EVENT);
    }

    private void create(Language language, String function, int number) throws IOException, InterruptedException {
        String body = """
                {"FunctionName": "%s", "Runtime": "%s", "Handler": "%s", "Role": "%s", "MemorySize": %d,
                 "Timeout": 30, "Code": {"ZipFile": "%s"}}""".formatted(
                        function,
                        language.runtime(),
                        language.handler(),
                        ROLE,
                        ONE_PROCESSOR_MEGABYTES,
                        Base64.getEncoder().encodeToString(language.archive(number)));
        Bench.call(started, requests.lambda("POST", "/2015-03-31/functions", Requests.utf8(body)));
        byte[] get = requests.lambda("GET", "/2015-03-31/functions/" + function, new byte[0]);
        Waiting.until("the function is active", () -> Bench.call(started, get).contains("\"State\":\"Active\""));
    }
}
