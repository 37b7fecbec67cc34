package dev.virga.app.fuzz;

import dev.virga.app.fuzz.RunningServer.Answer;
import dev.virga.wire.Headers;
import dev.virga.wire.Json;
import dev.virga.wire.Model;
import dev.virga.wire.Percent;
import dev.virga.wire.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What is fuzzed through a whole cloud: random operations, and the languages that services read.
final class ServerTargets {
    private static final int SHAPED_CHARS = 2000;

    /// Times that something was logged. Every pattern is held against all of it: were there no
    /// limit, what a run needs would tell how long the fuzzer runs.
    private static final int MAX_LOGGED = 32;

    private final RunningServer server;
    private final Map<String, Model> models;
    private int logged;

    ServerTargets(RunningServer server, Map<String, Model> models) {
        this.server = server;
        this.models = models;
    }

    List<FuzzTarget> all() {
        return List.of(
                new ServerTarget("services", List.of(), this::anyRequest, this::send),
                new ServerTarget("expressions", Grammars.EXPRESSION_TOKENS, Grammars::expression, this::expression),
                new ServerTarget("patterns", Grammars.PATTERN_TOKENS, Grammars::pattern, this::pattern),
                new ServerTarget("templates", Grammars.TEMPLATE_TOKENS, Grammars::template, this::template),
                new ServerTarget("policies", Grammars.POLICY_TOKENS, Grammars::policy, this::policy),
                new ServerTarget("zips", List.of(), Grammars::zip, this::zip));
    }

    private byte[] anyRequest(Random random) {
        List<String> names = List.copyOf(models.keySet());
        String service = names.get(random.nextInt(names.size()));
        Model model = models.get(service);
        List<Protocol> protocols = new ArrayList<>(model.protocols());
        Protocol protocol = protocols.get(random.nextInt(protocols.size()));
        return DecoderTarget.seed(random, List.of(service), models, protocol);
    }

    private String send(byte[] input) throws IOException {
        RequestText text = RequestText.read(input);
        var request = text.request();
        String service = models.containsKey(text.service()) ? text.service() : "s3";
        Answer answer = server.send(
                models.get(service).signingName(),
                request.method(),
                request.rawPath(),
                request.rawQuery(),
                request.headers(),
                text.body());
        return service + request.headers().get("X-Amz-Target", request.method()) + shape(answer);
    }

    /// The beginning of an answer tells what kind it is; these expressions take the square of a
    /// text's length.
    private static String shape(Answer answer) {
        String body = answer.body();
        String text = body.substring(0, Math.min(body.length(), SHAPED_CHARS))
                .replaceAll("<\\?[^>]*>|<Error(Response)?[^>]*>|</?Code>|[a-z0-9.]+#|[{}\":_]", "");
        return answer.status() + " " + Outcome.shape(text.replaceAll("<[^>]*>", " "));
    }

    private String expression(byte[] input) throws IOException {
        String text = utf8(input);
        Map<String, ?> names = Map.of("#a", "a", "#b", "b");
        Map<String, ?> values = Map.of(":a", Map.of("S", "x"), ":n", Map.of("N", "1"), ":l", Map.of("L", List.of()));
        Map<String, ?> key = Map.of("a", Map.of("S", "x"));
        String prefix = "DynamoDB_20120810.";
        StringBuilder shape = new StringBuilder();
        shape.append(shape(server.json(
                "dynamodb",
                prefix + "GetItem",
                Map.of("TableName", "fuzz", "Key", key, "ProjectionExpression", text))));
        shape.append(shape(server.json(
                "dynamodb",
                prefix + "UpdateItem",
                Map.of(
                        "TableName",
                        "fuzz",
                        "Key",
                        key,
                        "UpdateExpression",
                        text,
                        "ExpressionAttributeNames",
                        names,
                        "ExpressionAttributeValues",
                        values))));
        shape.append(shape(server.json(
                "dynamodb",
                prefix + "Query",
                Map.of(
                        "TableName",
                        "fuzz",
                        "KeyConditionExpression",
                        text,
                        "ExpressionAttributeNames",
                        names,
                        "ExpressionAttributeValues",
                        values))));
        shape.append(shape(server.json(
                "dynamodb",
                prefix + "Scan",
                Map.of(
                        "TableName",
                        "fuzz",
                        "FilterExpression",
                        text,
                        "ExpressionAttributeNames",
                        names,
                        "ExpressionAttributeValues",
                        values))));
        return shape.toString();
    }

    private String pattern(byte[] input) throws IOException {
        String text = utf8(input);
        String prefix = "Logs_20140328.";
        if (logged < MAX_LOGGED && Math.floorMod(text.hashCode(), 64) == 0) {
            logged++;
            String message = text.substring(0, Math.min(text.length(), SHAPED_CHARS));
            List<Map<String, ?>> events = List.of(
                    Map.of("timestamp", System.currentTimeMillis(), "message", message + " "),
                    Map.of("timestamp", System.currentTimeMillis(), "message", "{\"a\":{\"b\":[1,\"x\"]}} ERROR a 12"));
            server.json(
                    "logs",
                    prefix + "PutLogEvents",
                    Map.of("logGroupName", "fuzz", "logStreamName", "fuzz", "logEvents", events));
        }
        return shape(server.json(
                "logs", prefix + "FilterLogEvents", Map.of("logGroupName", "fuzz", "filterPattern", text, "limit", 3)));
    }

    private String template(byte[] input) throws IOException {
        String body = "&TemplateBody=" + Percent.encode(utf8(input));
        String version = "&Version=2010-05-15";
        StringBuilder shape = new StringBuilder();
        shape.append(shape(server.form("cloudformation", "Action=ValidateTemplate" + version + body)));
        shape.append(shape(server.form("cloudformation", "Action=GetTemplateSummary" + version + body)));
        shape.append(shape(server.form(
                "cloudformation",
                "Action=CreateChangeSet&StackName=fuzz&ChangeSetName=fuzz&ChangeSetType=CREATE"
                        + "&Capabilities.member.1=CAPABILITY_IAM&Capabilities.member.2=CAPABILITY_AUTO_EXPAND"
                        + version + body)));
        server.form("cloudformation", "Action=DeleteChangeSet&StackName=fuzz&ChangeSetName=fuzz" + version);
        server.form("cloudformation", "Action=DeleteStack&StackName=fuzz" + version);
        return shape.toString();
    }

    private String policy(byte[] input) throws IOException {
        String document = utf8(input);
        String encoded = Percent.encode(document);
        String version = "&Version=2010-05-08";
        StringBuilder shape = new StringBuilder();
        shape.append(shape(server.form(
                "iam", "Action=PutUserPolicy&UserName=fuzz&PolicyName=fuzz&PolicyDocument=" + encoded + version)));
        shape.append(shape(
                server.form("iam", "Action=UpdateAssumeRolePolicy&RoleName=fuzz&PolicyDocument=" + encoded + version)));
        shape.append(shape(server.form(
                "sts",
                "Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A000000000000%3Arole%2Ffuzz&RoleSessionName=fuzz"
                        + "&Version=2011-06-15&Policy=" + encoded)));
        shape.append(shape(server.send(
                "s3", "PUT", "/fuzz-bucket", "policy", new Headers(), document.getBytes(StandardCharsets.UTF_8))));
        shape.append(shape(server.send("s3", "GET", "/fuzz-bucket", null, new Headers(), new byte[0])));
        server.send("s3", "DELETE", "/fuzz-bucket", "policy", new Headers(), new byte[0]);
        return shape.toString();
    }

    private String zip(byte[] input) throws IOException {
        byte[] body = Json.writeBytes(Map.of(
                "FunctionName", "fuzz",
                "Runtime", "python3.13",
                "Handler", "index.handler",
                "Role", "arn:aws:iam::000000000000:role/fuzz-function",
                "Code", Map.of("ZipFile", Base64.getEncoder().encodeToString(input))));
        Headers headers = new Headers().add("Content-Type", "application/json");
        Answer answer = server.send("lambda", "POST", "/2015-03-31/functions", null, headers, body);
        if (answer.ok()) {
            server.send("lambda", "DELETE", "/2015-03-31/functions/fuzz", null, new Headers(), new byte[0]);
        }
        return shape(answer);
    }

    private static String utf8(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }
}
