package dev.virga.app.fuzz;

import dev.virga.wire.AwsException;
import dev.virga.wire.Decoded;
import dev.virga.wire.Model;
import dev.virga.wire.Op;
import dev.virga.wire.Protocol;
import dev.virga.wire.Validator;
import dev.virga.wire.Wire;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Reads requests in one protocol, from the bytes to the validated input.
final class DecoderTarget implements FuzzTarget {
    private static final int BODY_LIMIT = 4 << 20;

    private final String name;
    private final Protocol protocol;
    private final Map<String, Model> models = new TreeMap<>();
    private final List<String> services;

    DecoderTarget(String name, Protocol protocol, Map<String, Model> all) {
        this.name = name;
        this.protocol = protocol;
        boolean rest = protocol == Protocol.REST_JSON_1 || protocol == Protocol.REST_XML;
        all.forEach((service, model) -> {
            // Services of the one kind take every protocol of that kind.
            boolean speaksRest = model.speaks(Protocol.REST_JSON_1) || model.speaks(Protocol.REST_XML);
            if (rest ? model.speaks(protocol) : !speaksRest) {
                models.put(service, model);
            }
        });
        services = List.copyOf(models.keySet());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte[] seed(Random random) {
        return seed(random, services, models, protocol);
    }

    static byte[] seed(Random random, List<String> services, Map<String, Model> models, Protocol protocol) {
        String service = services.get(random.nextInt(services.size()));
        Model model = models.get(service);
        List<Op<?, ?>> ops = List.copyOf(model.ops().values());
        Op<?, ?> op = ops.get(random.nextInt(ops.size()));
        return RequestWriter.write(service, model, op, protocol, new Values(random).structure(op.input(), 0));
    }

    @Override
    public String run(byte[] input) {
        RequestText text = RequestText.read(input);
        Model model = models.getOrDefault(text.service(), models.get(services.getFirst()));
        try {
            Decoded decoded = Wire.decode(model, text.request(), BODY_LIMIT);
            List<String> violations = Validator.check(decoded.op().input(), decoded.input());
            return decoded.op() + " " + (decoded.unknownMembers() > 0) + " " + Math.min(3, violations.size());
        } catch (AwsException e) {
            return refused(e);
        }
    }

    /// @throws IllegalStateException when it is the server that is to blame
    static String refused(AwsException e) {
        if (e.status() >= 500 && e.status() != 501 || e.status() < 400) {
            throw new IllegalStateException("answered with status " + e.status(), e);
        }
        return e.code() + " " + Outcome.shape(e.getMessage());
    }
}
