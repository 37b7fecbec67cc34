package dev.virga.wire.smithy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.virga.codegen.ModelCompiler;
import dev.virga.wire.Protocol;
import dev.virga.wire.Types;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.smithy.model.Model;
import software.amazon.smithy.model.knowledge.TopDownIndex;
import software.amazon.smithy.model.node.Node;
import software.amazon.smithy.model.shapes.ModelSerializer;
import software.amazon.smithy.model.shapes.OperationShape;
import software.amazon.smithy.model.shapes.ServiceShape;
import software.amazon.smithy.model.shapes.Shape;
import software.amazon.smithy.model.shapes.ShapeId;
import software.amazon.smithy.protocoltests.traits.AppliesTo;
import software.amazon.smithy.protocoltests.traits.HttpMalformedRequestTestCase;
import software.amazon.smithy.protocoltests.traits.HttpMalformedRequestTestsTrait;
import software.amazon.smithy.protocoltests.traits.HttpMessageTestCase;
import software.amazon.smithy.protocoltests.traits.HttpRequestTestCase;
import software.amazon.smithy.protocoltests.traits.HttpRequestTestsTrait;
import software.amazon.smithy.protocoltests.traits.HttpResponseTestCase;
import software.amazon.smithy.protocoltests.traits.HttpResponseTestsTrait;
import software.amazon.smithy.protocoltests.traits.eventstream.EventStreamTestCase;
import software.amazon.smithy.protocoltests.traits.eventstream.EventStreamTestsTrait;

/// Every server-side protocol test that Smithy publishes, for the protocols that are in.
///
/// `smithy-known-failures.txt` lists the cases that fail on purpose or are not done yet, with the
/// reason. A case outside the list that fails breaks the build, and so does a listed one that
/// passes: the count may only rise.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmithyProtocolTest {
    private static final Map<String, Protocol> PROTOCOLS = Map.of(
            "aws.protocols#awsJson1_0", Protocol.AWS_JSON_1_0,
            "aws.protocols#awsJson1_1", Protocol.AWS_JSON_1_1,
            "aws.protocols#awsQuery", Protocol.AWS_QUERY,
            "aws.protocols#restJson1", Protocol.REST_JSON_1,
            "aws.protocols#restXml", Protocol.REST_XML,
            "aws.protocols#ec2Query", Protocol.EC2_QUERY,
            "smithy.protocols#rpcv2Cbor", Protocol.RPC_V2_CBOR);

    private final Map<Protocol, Map<String, String>> outcomes = new TreeMap<>();
    private final Map<String, String> known = new LinkedHashMap<>();
    /// Cases that say that only a client can run them.
    private int clientsOnly;
    /// Cases that were run; those that several services repeat under one id are counted once.
    private int runs;

    /// A case that can be run: answers what is wrong, or null.
    interface Case {
        String run() throws Exception;
    }

    @BeforeAll
    void runEveryCase() throws IOException {
        readKnownFailures();
        Model model = Model.assembler()
                .discoverModels(SmithyProtocolTest.class.getClassLoader())
                .assemble()
                .getResult()
                .orElseThrow();
        JsonNode ast = new ObjectMapper()
                .readTree(Node.printJson(ModelSerializer.builder().build().serialize(model)));
        for (ServiceShape service : model.getServiceShapes()) {
            for (Map.Entry<String, Protocol> protocol : PROTOCOLS.entrySet()) {
                ShapeId id = ShapeId.from(protocol.getKey());
                if (service.hasTrait(id)) {
                    byte[] schema = ModelCompiler.compile(ast, service.getId().toString());
                    var wire = new dev.virga.wire.Model(schema, Types.DYNAMIC);
                    run(model, service, id, new ProtocolCase(wire, protocol.getValue()));
                }
            }
        }
    }

    private void readKnownFailures() throws IOException {
        try (InputStream in = SmithyProtocolTest.class.getResourceAsStream("/smithy-known-failures.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.strip().split("\\s+", 3);
                    assertThat(parts)
                            .as("a known failure has a reason: " + line)
                            .hasSize(3);
                    known.put(parts[0] + " " + parts[1], parts[2]);
                }
            }
        }
    }

    private void run(Model model, ServiceShape service, ShapeId trait, ProtocolCase cases) {
        TreeSet<ShapeId> errors = new TreeSet<>(service.getErrorsSet());
        for (OperationShape op : TopDownIndex.of(model).getContainedOperations(service)) {
            errors.addAll(op.getErrorsSet());
            String name = op.getId().getName();
            op.getTrait(HttpRequestTestsTrait.class).ifPresent(t -> {
                for (HttpRequestTestCase test : t.getTestCases()) {
                    if (applies(test, trait)) {
                        record(cases, test.getId(), () -> cases.request(name, test));
                    }
                }
            });
            op.getTrait(HttpResponseTestsTrait.class).ifPresent(t -> {
                for (HttpResponseTestCase test : t.getTestCases()) {
                    if (applies(test, trait)) {
                        record(cases, test.getId(), () -> cases.response(name, test));
                    }
                }
            });
            op.getTrait(EventStreamTestsTrait.class).ifPresent(t -> {
                EventStreamCase events = new EventStreamCase(cases.model(), cases.protocol());
                for (EventStreamTestCase test : t.getTestCasesFor(AppliesTo.SERVER)) {
                    if (test.getProtocol().equals(trait)) {
                        record(cases, test.getId(), () -> events.run(name, test));
                    }
                }
            });
            op.getTrait(HttpMalformedRequestTestsTrait.class).ifPresent(t -> {
                for (HttpMalformedRequestTestCase test : t.getTestCases()) {
                    if (test.getProtocol().equals(trait)) {
                        record(cases, test.getId(), () -> cases.malformed(name, test));
                    }
                }
            });
        }
        for (ShapeId id : errors) {
            Shape error = model.expectShape(id);
            error.getTrait(HttpResponseTestsTrait.class).ifPresent(t -> {
                for (HttpResponseTestCase test : t.getTestCases()) {
                    if (applies(test, trait)) {
                        record(cases, test.getId(), () -> cases.error(id.getName(), test));
                    }
                }
            });
        }
    }

    private boolean applies(HttpMessageTestCase test, ShapeId protocol) {
        if (!test.getProtocol().equals(protocol)) {
            return false;
        }
        boolean forClients = test.getAppliesTo().map(a -> a == AppliesTo.CLIENT).orElse(false);
        clientsOnly += forClients ? 1 : 0;
        return !forClients;
    }

    private void record(ProtocolCase cases, String id, Case test) {
        runs++;
        String problem;
        try {
            problem = test.run();
        } catch (Exception | StackOverflowError e) {
            problem = e.toString();
        }
        outcomes.computeIfAbsent(cases.protocol(), p -> new TreeMap<>())
                .merge(id, problem == null ? "" : problem, (a, b) -> a.isEmpty() ? b : a);
    }

    private static String name(Protocol protocol, String id) {
        return protocol + " " + id;
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = "AWS_CBOR_1_1", mode = EnumSource.Mode.EXCLUDE)
    void everyCaseOfTheProtocolPassesButTheKnownFailures(Protocol protocol) {
        Map<String, String> all = outcomes.get(protocol);
        List<String> surprises = new ArrayList<>();
        all.forEach((id, problem) -> {
            boolean listed = known.containsKey(name(protocol, id));
            if (!problem.isEmpty() && !listed) {
                surprises.add(name(protocol, id) + ": " + problem);
            } else if (problem.isEmpty() && listed) {
                surprises.add(name(protocol, id) + " passes: take it off the list");
            }
        });
        assertThat(surprises).isEmpty();
    }

    @Test
    void theCountIsPrinted() {
        long passed = 0;
        long total = 0;
        for (Map.Entry<Protocol, Map<String, String>> protocol : outcomes.entrySet()) {
            long good = protocol.getValue().values().stream()
                    .filter(String::isEmpty)
                    .count();
            int all = protocol.getValue().size();
            System.out.println("Smithy protocol tests, " + protocol.getKey() + ": " + good + " of " + all + " passed");
            passed += good;
            total += all;
        }
        System.out.println("[count] Smithy protocol tests: " + passed + " of " + total + " passed, " + (total - passed)
                + " known exceptions; not counted are " + (runs - total)
                + " repetitions of a case in another service, and "
                + clientsOnly + " cases that only clients can run");
        assertThat(total).as("cases found").isGreaterThan(1350);
        assertThat(passed * 100.0 / total).as("percent that pass").isGreaterThanOrEqualTo(99);
    }

    @Test
    void everyKnownFailureIsACase() {
        for (String entry : known.keySet()) {
            String[] parts = entry.split(" ");
            assertThat(outcomes.get(Protocol.valueOf(parts[0]))).as(entry).containsKey(parts[1]);
        }
    }
}
