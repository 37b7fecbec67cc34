package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.UpdateMaxRecordSizeInput;
import dev.virga.api.kinesis.UpdateMaxRecordSizeResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Changes how large a record may be.
final class UpdateMaxRecordSize implements Operation<UpdateMaxRecordSizeInput, UpdateMaxRecordSizeResponse> {
    private final StreamTable streams;
    private final StreamAccess access;

    UpdateMaxRecordSize(StreamTable streams, StreamAccess access) {
        this.streams = streams;
        this.access = access;
    }

    @Override
    public Op<UpdateMaxRecordSizeInput, UpdateMaxRecordSizeResponse> op() {
        return KinesisOps.UpdateMaxRecordSize;
    }

    @Override
    public List<Access> access(UpdateMaxRecordSizeInput input, Call call) {
        return access.stream("UpdateMaxRecordSize", call, null, input.streamARN());
    }

    @Override
    public UpdateMaxRecordSizeResponse handle(UpdateMaxRecordSizeInput input, Call call) {
        StreamName name = StreamName.of(call, null, input.streamARN(), input.streamId());
        streams.update(name, stream -> stream.withMaxRecordKiB(input.maxRecordSizeInKiB()));
        return UpdateMaxRecordSizeResponse.builder().build();
    }
}
