package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.ListStreamsInput;
import dev.virga.api.kinesis.ListStreamsOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Names of streams, in their order.
final class ListStreams implements Operation<ListStreamsInput, ListStreamsOutput> {
    private static final int DEFAULT_LIMIT = 100;

    private final StreamTable streams;

    ListStreams(StreamTable streams) {
        this.streams = streams;
    }

    @Override
    public Op<ListStreamsInput, ListStreamsOutput> op() {
        return KinesisOps.ListStreams;
    }

    @Override
    public List<Access> access(ListStreamsInput input, Call call) {
        return List.of(Access.to("kinesis:ListStreams", "*"));
    }

    @Override
    public ListStreamsOutput handle(ListStreamsInput input, Call call) {
        if (input.nextToken() != null && input.exclusiveStartStreamName() != null) {
            throw KinesisErrors.invalid("NextToken and ExclusiveStartStreamName cannot be provided together.");
        }
        String domain = "kinesis/" + call.account() + "/" + call.region();
        String after = input.exclusiveStartStreamName();
        if (input.nextToken() != null) {
            after = ListToken.parse(input.nextToken(), call.time()).last();
        }
        int limit = input.limit() == null ? DEFAULT_LIMIT : input.limit();
        List<Stream> found = streams.list(domain, after, limit + 1);
        List<Stream> page = found.subList(0, Math.min(limit, found.size()));
        boolean more = page.size() < found.size();
        return ListStreamsOutput.builder()
                .streamNames(page.stream().map(stream -> stream.name().name()).toList())
                .streamSummaries(page.stream().map(DescribedStream::listed).toList())
                .hasMoreStreams(more)
                .nextToken(
                        more
                                ? new ListToken(
                                                domain,
                                                page.getLast().name().name(),
                                                "",
                                                call.time().toEpochMilli())
                                        .toString()
                                : null)
                .build();
    }
}
