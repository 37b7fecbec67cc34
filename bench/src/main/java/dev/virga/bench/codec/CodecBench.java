package dev.virga.bench.codec;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.virga.wire.Answers;
import dev.virga.wire.Body;
import dev.virga.wire.Decoded;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import dev.virga.wire.Op;
import dev.virga.wire.Protocol;
import dev.virga.wire.Struct;
import dev.virga.wire.Validator;
import dev.virga.wire.Wire;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One call of each step, and for Jackson databind doing the same: reading into Maps and Lists, and
/// writing these. It reads CBOR where the protocol does, else JSON with the same members.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBench {
    private static final int LIMIT = 1 << 20;
    private static final String REQUEST_ID = "0d2f6a0c-54cf-4a8a-9a3b-8d1f5b2b7c11";

    @Param({"AWS_JSON_1_0", "RPC_V2_CBOR", "AWS_QUERY", "REST_JSON_1", "REST_XML"})
    public String protocol = "AWS_JSON_1_0";

    private Protocol spoken = Protocol.AWS_JSON_1_0;
    private Sample sample = Sample.of(Protocol.AWS_JSON_1_0);
    private byte[] body = new byte[0];
    private Object tree = Map.of();
    private ObjectMapper jackson = new ObjectMapper();
    private final IdentityHashMap<Op<?, ?>, UnaryOperator<Struct>> handlers = new IdentityHashMap<>();

    @Setup
    public void prepare() throws IOException {
        spoken = Protocol.valueOf(protocol);
        sample = Sample.of(spoken);
        body = sample.request().body().bytes(LIMIT);
        tree = sample.tree();
        jackson = spoken == Protocol.RPC_V2_CBOR ? new CBORMapper() : new ObjectMapper();
        Struct answer = sample.answer();
        for (Op<?, ?> op : sample.op().model().ops().values()) {
            handlers.put(op, input -> answer);
        }
    }

    private HttpRequest request() {
        return sample.request().withBody(Body.of(body));
    }

    @Benchmark
    public Decoded decode() {
        return Wire.decode(sample.op().model(), request(), LIMIT);
    }

    @Benchmark
    public Object decodeJackson() throws IOException {
        return jackson.readValue(sample.json(), Map.class);
    }

    @Benchmark
    public HttpResponse encode() {
        return Answers.encode(spoken, sample.read(), sample.output(), REQUEST_ID);
    }

    @Benchmark
    public byte[] encodeJackson() throws IOException {
        return jackson.writeValueAsBytes(tree);
    }

    /// The straight line without authentication and authorization.
    @Benchmark
    public HttpResponse wholeRequest() {
        Decoded decoded = Wire.decode(sample.op().model(), request(), LIMIT);
        Validator.require(decoded.op(), decoded.input());
        UnaryOperator<Struct> handler = handlers.get(decoded.op());
        if (handler == null) {
            throw new IllegalStateException("no handler for " + decoded.op());
        }
        return Answers.encode(decoded.protocol(), decoded.op(), handler.apply(decoded.input()), REQUEST_ID);
    }
}
