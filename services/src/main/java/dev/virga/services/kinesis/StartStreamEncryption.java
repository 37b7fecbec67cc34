package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.StartStreamEncryptionInput;
import dev.virga.api.kinesis.StartStreamEncryptionResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Seals what comes from now on under a KMS key. What is there stays as it is.
final class StartStreamEncryption implements Operation<StartStreamEncryptionInput, StartStreamEncryptionResponse> {
    private final StreamTable streams;
    private final RecordCipher cipher;
    private final StreamAccess access;

    StartStreamEncryption(StreamTable streams, RecordCipher cipher, StreamAccess access) {
        this.streams = streams;
        this.cipher = cipher;
        this.access = access;
    }

    @Override
    public Op<StartStreamEncryptionInput, StartStreamEncryptionResponse> op() {
        return KinesisOps.StartStreamEncryption;
    }

    @Override
    public List<Access> access(StartStreamEncryptionInput input, Call call) {
        return access.stream("StartStreamEncryption", call, input.streamName(), input.streamARN());
    }

    @Override
    public StartStreamEncryptionResponse handle(StartStreamEncryptionInput input, Call call) {
        StreamName name = StreamName.of(call, input.streamName(), input.streamARN(), input.streamId());
        if (!"KMS".equals(input.encryptionType())) {
            throw KinesisErrors.invalid("EncryptionType must be KMS.");
        }
        Stream now = streams.get(name).stream();
        Stream.Key key = cipher.key(call, now, input.keyId());
        streams.update(name, stream -> stream.withKey(key));
        return StartStreamEncryptionResponse.builder().build();
    }
}
