package dev.virga.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What every kind of isolation owes to functions, in all languages.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FunctionContract {
    Functions functions;

    abstract SandboxOptions.Isolation isolation();

    @BeforeAll
    void open() throws IOException {
        functions = new Functions(isolation());
        boolean isolated = !functions.sandbox.isolation().contains("WARNING");
        assumeTrue(
                isolated == (isolation() == SandboxOptions.Isolation.BEST),
                () -> "this host cannot isolate functions: " + functions.sandbox.isolation());
    }

    @AfterAll
    void close() throws IOException {
        functions.close();
    }

    @BeforeEach
    void clearLog() {
        functions.log.clear();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exports.handler = async (e) => e.x + 1",
                "exports.handler = (e, c, callback) => callback(null, e.x + 1)",
                "exports.handler = (e, c, callback) => { setTimeout(() => callback(null, e.x + 1), 5); }",
                "exports.handler = (e) => new Promise((r) => setTimeout(() => r(e.x + 1), 5))",
                "exports.handler = (e, c) => c.succeed(e.x + 1)",
            })
    void nodeHandlersAnswerInEveryStyle(String source) throws IOException {
        assertThat(Functions.text(functions.node(source).run("{\"x\":1}"))).isEqualTo("2");
    }

    @Test
    void nodeLoadsModulesOfBothKinds() throws IOException {
        Functions.Function function = functions.new Function(SandboxSpec.Language.NODE, "src/app.handler");
        function.file("src/app.mjs", "import { two } from './lib.js'; export const handler = async () => two;");
        function.file("src/lib.js", "export const two = 2").file("package.json", "{\"type\":\"module\"}");
        assertThat(Functions.text(function.run("{}"))).isEqualTo("2");
    }

    @Test
    void nodeFindsProvidedPackagesByRequireAndImport() throws IOException {
        Path module = functions.folder.resolve("runtimes/nodejs/node_modules/@aws/sdk");
        Files.createDirectories(module);
        Files.writeString(module.resolve("index.js"), "exports.name = 'sdk'");
        Functions.Function required = functions.node("exports.handler = async () => require('@aws/sdk').name");
        assertThat(Functions.text(required.run("{}"))).isEqualTo("\"sdk\"");
        Functions.Function imported = functions.new Function(SandboxSpec.Language.NODE, "index.handler");
        imported.file("index.mjs", "import sdk from '@aws/sdk'; export const handler = async () => sdk.name");
        assertThat(Functions.text(imported.run("{}"))).isEqualTo("\"sdk\"");
    }

    @Test
    void layersAreFoundAndALaterOneWins() throws IOException {
        Path first = Functions.openFolder(Files.createTempDirectory(functions.folder, "layer"));
        Path second = Functions.openFolder(Files.createTempDirectory(functions.folder, "layer"));
        for (Path layer : List.of(first, second)) {
            Files.createDirectories(layer.resolve("python"));
            Files.writeString(
                    layer.resolve("python/which.py"), "name = '" + (layer.equals(first) ? "first" : "second") + "'");
        }
        Files.writeString(first.resolve("python/only.py"), "name = 'only'");
        Functions.Function function = functions.python(
                "import which, only\ndef handler(event, context):\n    return [which.name, only.name]");
        function.layers = List.of(first, second);
        String expected = isolation() == SandboxOptions.Isolation.PLAIN ? "first" : "second";
        assertThat(Functions.text(function.run("{}"))).isEqualTo("[\"" + expected + "\", \"only\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "index.handler | exports.handler = 1 | init Runtime.HandlerNotFound | index.handler is not a function",
                "index.nope | exports.handler = 1 | init Runtime.HandlerNotFound | index.nope is undefined or not exported",
                "gone.handler | 1 | init Runtime.ImportModuleError | Error: Cannot find module 'gone'",
                "index.handler | require('nope') | init Runtime.ImportModuleError | Error: Cannot find module 'nope'",
                "index.handler | let 1 = | init Runtime.UserCodeSyntaxError | SyntaxError: ",
                "index.handler | throw new TypeError('at init') | init TypeError | at init",
                "index.handler | exports.handler = async () => { throw new RangeError('mine') } | error RangeError | mine",
                "index.handler | exports.handler = (e, c, cb) => cb('text') | error | text",
                "index.handler | exports.handler = () => { Promise.reject(new Error('lost')); return new Promise(() => setTimeout(() => {}, 9000)) } | error Runtime.UnhandledPromiseRejection | lost",
            })
    void nodeReportsFailuresInLambdasWords(String handler, String source, String start, String message)
            throws IOException {
        String outcome = Functions.text(functions.node(source).handler(handler).run("{}"));
        assertThat(outcome).startsWith(start).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "app.nope | x = 1 | init Runtime.HandlerNotFound | Handler 'nope' missing on module 'app'",
                "gone.handler | x = 1 | init Runtime.ImportModuleError | Unable to import module 'gone': No module named 'gone'",
                "app.handler | import nope | init Runtime.ImportModuleError | Unable to import module 'app': No module named 'nope'",
                "app.handler | def x(: | init Runtime.UserCodeSyntaxError | Syntax error in module 'app'",
                "app.handler | handler = lambda e, c: 1 / 0 | error ZeroDivisionError | division by zero",
                "app.handler | handler = lambda e, c: {1, 2} | error Runtime.MarshalError | Unable to marshal response: Object of type set is not JSON serializable",
                "app | x = 1 | init Runtime.MalformedHandlerName | Bad handler 'app'",
            })
    void pythonReportsFailuresInLambdasWords(String handler, String source, String start, String message)
            throws IOException {
        String outcome =
                Functions.text(functions.python(source).handler(handler).run("{}"));
        assertThat(outcome).startsWith(start).contains(message);
    }

    @Test
    void logsCarryTimeRequestIdAndLevel() throws IOException {
        functions
                .node("exports.handler = async (e, c) => { console.warn('a\\nb', {x: 1}); return c.awsRequestId }")
                .run("{}");
        assertThat(functions.log).hasSize(1);
        assertThat(functions.log.getFirst())
                .matches("(?s)\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z\\t[0-9a-f-]{36}\\tWARN\\ta\nb \\{ x: 1 }");
        functions.log.clear();
        functions
                .python("import logging\ndef handler(event, context):\n"
                        + "    logging.getLogger().setLevel('INFO')\n    logging.info('hello')\n    print('plain')\n")
                .run("{}");
        assertThat(functions.log.getFirst()).matches("\\[INFO]\\t[0-9T:.-]+Z\\t[0-9a-f-]{36}\\thello");
        assertThat(functions.log.getLast()).isEqualTo("plain");
    }

    @Test
    void theContextSaysWhatLambdaSays() throws IOException {
        Functions.Function function = functions.python("def handler(event, context):\n"
                + "    return [context.function_name, context.invoked_function_arn,"
                + " 0 < context.get_remaining_time_in_millis() <= 20000]");
        assertThat(Functions.text(function.run("{}"))).isEqualTo("[\"test\", \"" + Functions.ARN + "\", true]");
        function = functions.node("exports.handler = async (e, c) => [c.functionName, c.invokedFunctionArn,"
                + " c.getRemainingTimeInMillis() > 10000]");
        assertThat(Functions.text(function.run("{}"))).isEqualTo("[\"test\",\"" + Functions.ARN + "\",true]");
    }

    @Test
    void javaHandlersTakeRecordsBeansMapsAndStreams() throws IOException {
        Functions.Function function = JavaSource.compile(functions);
        try (Instance instance = function.handler("app.Hello::ofRecord").start()) {
            assertThat(Functions.text(Functions.invoke(instance, "{\"x\":4,\"names\":[\"a\",\"b\"]}")))
                    .isEqualTo("{\"text\":\"[a, b]\",\"twice\":8}");
            assertThat(Functions.text(Functions.invoke(instance, "{\"x\":9}")))
                    .isEqualTo("error java.lang.IllegalStateException {\"errorMessage\":\"nine\","
                            + "\"errorType\":\"java.lang.IllegalStateException\","
                            + "\"stackTrace\":[\"app.Hello.ofRecord(Hello.java:5)\"]}");
        }
        assertThat(functions.log.getFirst()).isEqualTo("seen 4");
        assertThat(Functions.text(function.handler("app.Hello::ofMap").run("{\"a\":[1,2.5,null,true,\"\\u00e4\"]}")))
                .isEqualTo("{\"a\":[1,2.5,null,true,\"ä\"]}");
        assertThat(Functions.text(
                        function.handler("app.Hello::ofBean").run("{\"Name\":\"n\",\"when\":\"2026-01-02\"}")))
                .isEqualTo("\"n 2026-01-02\"");
        assertThat(Functions.text(function.handler("app.Hello::ofStream").run("[1]")))
                .isEqualTo("[1]");
        assertThat(Functions.text(function.handler("app.Nope::x").run("{}")))
                .startsWith("init java.lang.ClassNotFoundException")
                .contains("Class not found: app.Nope");
    }

    @Test
    void javaHandlersMayImplementLambdasInterface() throws IOException {
        Functions.Function function = JavaSource.compile(functions).handler("app.Typed");
        assertThat(Functions.text(function.run("{\"id\":\"7\"}"))).isEqualTo("[\"7\",\"test\",\"true\"]");
        assertThat(functions.log).containsExactly("two\nlines");
    }

    @Test
    void customRuntimesRunAnyProgram() throws IOException {
        Functions.Function function = functions.provided("""
                #!/bin/sh
                api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
                while :; do
                  event=$(curl -sS -D /tmp/head$$ $api/invocation/next)
                  id=$(grep -i lambda-runtime-aws-request-id /tmp/head$$ | tr -d '\\r' | cut -d' ' -f2)
                  echo "$_HANDLER saw $event" > /dev/stdout
                  curl -sS -o /dev/null -d "got $event" $api/invocation/$id/response
                done
                """);
        assertThat(Functions.text(function.run("{\"x\":1}"))).isEqualTo("got {\"x\":1}");
        assertThat(functions.log).containsExactly("x saw {\"x\":1}");
    }

    @Test
    void aMissingOrNotExecutableBootstrapIsAnInvalidEntrypoint() throws IOException {
        Functions.Function missing = functions.new Function(SandboxSpec.Language.PROVIDED, "x");
        assertThat(Functions.text(missing.run("{}")))
                .startsWith("init Runtime.InvalidEntrypoint")
                .contains("Couldn't find valid bootstrap(s)");
        Functions.Function denied = functions.provided("#!/bin/sh\n");
        denied.code.resolve("bootstrap").toFile().setExecutable(false, false);
        assertThat(Functions.text(denied.run("{}"))).contains("permission denied");
    }

    @Test
    void anInvocationThatTakesTooLongIsEnded() throws IOException {
        try (Instance instance = functions
                .python("def handler(event, context):\n    while True: pass")
                .start()) {
            assertThat(Functions.text(Functions.invoke(instance, "1".getBytes(), Duration.ofMillis(300))))
                    .isEqualTo("timed out");
            assertThat(instance.alive()).isFalse();
        }
    }

    @Test
    void aSlowInitGoesOnInTheFirstInvocation() throws IOException {
        Functions.Function function =
                functions.python("import time\ntime.sleep(0.7)\ndef handler(event, context): return 'ready'");
        function.initTimeout = Duration.ofMillis(100);
        assertThat(Functions.text(function.run("1"))).isEqualTo("\"ready\"");
    }

    @Test
    void inTheHostsNetworkAFunctionReachesTheHost() throws IOException {
        try (ServerSocketChannel host = Loopback.listen(0)) {
            Functions.Function function = functions.python("import socket\ndef handler(event, context):\n"
                    + "    socket.create_connection(('127.0.0.1', event)).close()\n    return 'connected'");
            function.network = SandboxSpec.Network.HOST;
            assertThat(Functions.text(function.run(Integer.toString(Loopback.port(host)))))
                    .isEqualTo("\"connected\"");
        }
    }

    @Test
    void aProcessThatEndsIsReportedWithItsStatus() throws IOException {
        String source = "exports.handler = async () => process.exit(3)";
        assertThat(Functions.text(functions.node(source).run("{}"))).isEqualTo("exited 3");
        assertThat(Functions.text(functions.python("import sys; sys.exit(4)").run("{}")))
                .isEqualTo("exited 4");
        source = "import os, signal\ndef handler(event, context):\n    os.kill(os.getpid(), signal.SIGKILL)";
        assertThat(Functions.text(functions.python(source).run("{}"))).isEqualTo("exited 137");
    }

    @Test
    void tooMuchMemoryEndsTheFunction() throws IOException {
        String source = "def handler(event, context):\n"
                + "    kept = []\n    while True: kept.append(bytearray(b'x' * 1000000))";
        assertThat(Functions.text(functions.python(source).memory(128).run("{}")))
                .isEqualTo("exited 137 out of memory");
    }

    @Test
    void payloadsUpToTheLimitPassAndLargerOnesAreRefused() throws IOException {
        try (Instance instance = functions
                .python(
                        "def handler(event, context):\n    return 'x' * event if isinstance(event, int) else len(event)")
                .start()) {
            byte[] large = new byte[6 * 1024 * 1024];
            Arrays.fill(large, (byte) 'a');
            large[0] = '"';
            large[large.length - 1] = '"';
            assertThat(Functions.text(Functions.invoke(instance, large, Duration.ofSeconds(20))))
                    .isEqualTo(Integer.toString(large.length - 2));
            assertThat(Functions.text(Functions.invoke(instance, "6291454"))).hasSize(6291456);
            assertThat(Functions.text(Functions.invoke(instance, "6291556")))
                    .isEqualTo("error Function.ResponseSizeTooLarge {\"errorType\":\"Function.ResponseSizeTooLarge\","
                            + "\"errorMessage\":\"Response payload size exceeded maximum allowed payload size"
                            + " (6291556 bytes).\"}");
            assertThat(Functions.text(Functions.invoke(instance, "2"))).isEqualTo("\"xx\"");
        }
    }
}
