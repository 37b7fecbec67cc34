package dev.virga.services.iam;

import dev.virga.api.iam.AccessKeyMetadata;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListAccessKeysRequest;
import dev.virga.api.iam.ListAccessKeysResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Lists the access keys of a user, without their secrets.
final class ListAccessKeys implements Operation<ListAccessKeysRequest, ListAccessKeysResponse> {
    private final Tables tables;

    ListAccessKeys(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListAccessKeysRequest, ListAccessKeysResponse> op() {
        return IamOps.ListAccessKeys;
    }

    @Override
    public List<Access> access(ListAccessKeysRequest input, Call call) {
        return List.of(tables.onUser("ListAccessKeys", call, UserOfCall.name(input.userName(), call)));
    }

    @Override
    public ListAccessKeysResponse handle(ListAccessKeysRequest input, Call call) {
        User user = tables.users.get(call.account(), UserOfCall.name(input.userName(), call));
        List<AccessKeyMetadata> keys = new ArrayList<>();
        for (String id : user.accessKeys()) {
            AccessKeyTable.AccessKey key = tables.accessKeys.find(id);
            if (key != null) {
                keys.add(AccessKeyMetadata.builder()
                        .userName(user.name())
                        .accessKeyId(key.id())
                        .status(key.status())
                        .createDate(key.created())
                        .build());
            }
        }
        keys.sort(Comparator.comparing(AccessKeyMetadata::accessKeyId));
        Page<AccessKeyMetadata> page = Page.of(keys, AccessKeyMetadata::accessKeyId, input.marker(), input.maxItems());
        return ListAccessKeysResponse.builder()
                .accessKeyMetadata(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
