package dev.virga.services.iam;

import dev.virga.api.iam.AccessKeyLastUsed;
import dev.virga.api.iam.GetAccessKeyLastUsedRequest;
import dev.virga.api.iam.GetAccessKeyLastUsedResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Says whose an access key is and when it was last seen, where, to the hour.
final class GetAccessKeyLastUsed implements Operation<GetAccessKeyLastUsedRequest, GetAccessKeyLastUsedResponse> {
    private final Tables tables;

    GetAccessKeyLastUsed(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetAccessKeyLastUsedRequest, GetAccessKeyLastUsedResponse> op() {
        return IamOps.GetAccessKeyLastUsed;
    }

    @Override
    public List<Access> access(GetAccessKeyLastUsedRequest input, Call call) {
        AccessKeyTable.AccessKey key = tables.accessKeys.find(input.accessKeyId());
        String user = key == null || key.user() == null ? "*" : key.user();
        return List.of(tables.onUser("GetAccessKeyLastUsed", call, user));
    }

    @Override
    public GetAccessKeyLastUsedResponse handle(GetAccessKeyLastUsedRequest input, Call call) {
        AccessKeyTable.AccessKey key = tables.accessKeys.find(input.accessKeyId());
        if (key == null || !key.account().equals(call.account())) {
            throw IamErrors.noSuchAccessKey(input.accessKeyId());
        }
        AccessKeyTable.LastUsed used = tables.accessKeys.lastUsed(key.id());
        return GetAccessKeyLastUsedResponse.builder()
                .userName(key.user())
                .accessKeyLastUsed(AccessKeyLastUsed.builder()
                        .lastUsedDate(used == null ? null : used.when())
                        .serviceName(used == null ? "N/A" : used.service())
                        .region(used == null ? "N/A" : used.region())
                        .build())
                .build();
    }
}
