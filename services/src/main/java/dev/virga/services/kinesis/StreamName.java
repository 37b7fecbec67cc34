package dev.virga.services.kinesis;

import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which stream a request means.
record StreamName(String account, String region, String name) {
    private static final String RESOURCE = "stream/";
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]+");
    private static final Pattern CONSUMER = Pattern.compile(StreamConsumer.RESOURCE + "[a-zA-Z0-9_.-]+:[0-9]+");

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
        StreamName parsed = asked(call, null, arn);
        if (name != null && !name.equals(parsed.name)) {
            throw KinesisErrors.invalid("StreamName " + name + " and StreamARN " + arn + " do not match.");
        }
        if (!parsed.region.equals(call.region())) {
            throw KinesisErrors.streamNotFound(parsed);
        }
        return parsed;
    }

    /// The stream of an ARN; null unless the ARN is the very one of that stream: what IAM is asked
    /// about and what is acted upon must not differ.
    static @Nullable StreamName ofArn(String arn) {
        Arn parsed = Arn.parse(arn);
        if (parsed == null || !parsed.resource().startsWith(RESOURCE)) {
            return null;
        }
        StreamName stream = new StreamName(
                parsed.account(), parsed.region(), parsed.resource().substring(RESOURCE.length()));
        boolean exact = stream.arn().equals(arn)
                && NAME.matcher(stream.name).matches()
                && ACCOUNT.matcher(stream.account).matches();
        return exact ? stream : null;
    }

    /// The stream of a consumer's ARN; null when it is none, or not written as consumers' ARNs are.
    static @Nullable StreamName ofConsumerArn(String arn) {
        int end = arn.indexOf(StreamConsumer.RESOURCE);
        boolean consumer = end >= 0 && CONSUMER.matcher(arn.substring(end)).matches();
        return consumer ? ofArn(arn.substring(0, end)) : null;
    }

    /// What IAM is asked about, whatever else is wrong with the request.
    ///
    /// @throws dev.virga.wire.AwsException InvalidArgumentException when the ARN is not of a stream
    static StreamName asked(Call call, @Nullable String name, @Nullable String arn) {
        if (arn == null) {
            return new StreamName(call.account(), call.region(), name == null ? "-" : name);
        }
        StreamName stream = ofArn(arn);
        if (stream == null) {
            throw KinesisErrors.invalid("StreamARN is not valid: " + arn);
        }
        return stream;
    }

    String arn() {
        return new Arn("kinesis", region, account, RESOURCE + name).toString();
    }

    String domain() {
        return "kinesis/" + account + "/" + region;
    }
}
