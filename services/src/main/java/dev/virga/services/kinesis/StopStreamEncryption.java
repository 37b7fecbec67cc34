package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.StopStreamEncryptionInput;
import dev.virga.api.kinesis.StopStreamEncryptionResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Keeps what comes from now on as it is. What was sealed stays so.
final class StopStreamEncryption implements Operation<StopStreamEncryptionInput, StopStreamEncryptionResponse> {
    private final StreamTable streams;
    private final StreamAccess access;

    StopStreamEncryption(StreamTable streams, StreamAccess access) {
        this.streams = streams;
        this.access = access;
    }

    @Override
    public Op<StopStreamEncryptionInput, StopStreamEncryptionResponse> op() {
        return KinesisOps.StopStreamEncryption;
    }

    @Override
    public List<Access> access(StopStreamEncryptionInput input, Call call) {
        return access.stream("StopStreamEncryption", call, input.streamName(), input.streamARN());
    }

    @Override
    public StopStreamEncryptionResponse handle(StopStreamEncryptionInput input, Call call) {
        StreamName name = StreamName.of(call, input.streamName(), input.streamARN(), input.streamId());
        if (!"KMS".equals(input.encryptionType())) {
            throw KinesisErrors.invalid("EncryptionType must be KMS.");
        }
        streams.update(name, stream -> stream.withKey(null));
        return StopStreamEncryptionResponse.builder().build();
    }
}
