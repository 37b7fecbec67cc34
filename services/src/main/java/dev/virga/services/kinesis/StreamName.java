package dev.virga.services.kinesis;

import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import org.jspecify.annotations.Nullable;

/// Which stream a request means.
record StreamName(String account, String region, String name) {
    private static final String RESOURCE = "stream/";
    private static final String CONSUMER = "/consumer/";

    /// From the members that nearly every operation has.
    ///
    /// @param id reserved by AWS for future use
    /// @throws dev.virga.wire.AwsException InvalidArgumentException, NotImplemented
    static StreamName of(Call call, @Nullable String name, @Nullable String arn, @Nullable String id) {
        if (id != null) {
            throw KinesisErrors.notImplemented("StreamId");
        }
        if (arn == null) {
            if (name == null) {
                throw KinesisErrors.invalid("Either StreamName or StreamARN must be specified.");
            }
            return new StreamName(call.account(), call.region(), name);
        }
        StreamName parsed = ofArn(arn);
        if (parsed == null) {
            throw KinesisErrors.invalid("StreamARN is not valid: " + arn);
        }
        if (name != null && !name.equals(parsed.name)) {
            throw KinesisErrors.invalid("StreamName " + name + " and StreamARN " + arn + " do not match.");
        }
        if (!parsed.region.equals(call.region())) {
            throw KinesisErrors.streamNotFound(parsed);
        }
        return parsed;
    }

    /// The stream of an ARN, or the one whose consumer the ARN is of; null when it is neither.
    static @Nullable StreamName ofArn(String arn) {
        Arn parsed = Arn.parse(arn);
        if (parsed == null
                || !parsed.service().equals("kinesis")
                || !parsed.resource().startsWith(RESOURCE)) {
            return null;
        }
        String rest = parsed.resource().substring(RESOURCE.length());
        int consumer = rest.indexOf(CONSUMER);
        String name = consumer < 0 ? rest : rest.substring(0, consumer);
        return name.isEmpty() || name.contains("/") ? null : new StreamName(parsed.account(), parsed.region(), name);
    }

    /// What IAM is asked about, whatever else is wrong with the request.
    static String arn(Call call, @Nullable String name, @Nullable String arn) {
        if (arn != null) {
            return arn;
        }
        return new StreamName(call.account(), call.region(), name == null ? "-" : name).arn();
    }

    String arn() {
        return new Arn("kinesis", region, account, RESOURCE + name).toString();
    }

    String domain() {
        return "kinesis/" + account + "/" + region;
    }
}
