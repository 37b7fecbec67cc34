package dev.virga.services.iam;

import dev.virga.api.iam.AccessKey;
import dev.virga.api.iam.CreateAccessKeyRequest;
import dev.virga.api.iam.CreateAccessKeyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Creates an access key of a user. Its secret is shown this once.
final class CreateAccessKey implements Operation<CreateAccessKeyRequest, CreateAccessKeyResponse> {
    private final Tables tables;

    CreateAccessKey(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<CreateAccessKeyRequest, CreateAccessKeyResponse> op() {
        return IamOps.CreateAccessKey;
    }

    @Override
    public List<Access> access(CreateAccessKeyRequest input, Call call) {
        return List.of(tables.onUser("CreateAccessKey", call, UserOfCall.name(input.userName(), call)));
    }

    @Override
    public CreateAccessKeyResponse handle(CreateAccessKeyRequest input, Call call) {
        AccessKeyTable.AccessKey key = new AccessKeyTable.AccessKey(
                tables.ids.accessKeyId(call.account()),
                call.account(),
                UserOfCall.name(input.userName(), call),
                tables.ids.secretAccessKey(),
                true,
                tables.now());
        User owner = tables.users.update(call.account(), UserOfCall.name(input.userName(), call), user -> {
            if (user.accessKeys().size() >= Quotas.ACCESS_KEYS_PER_USER) {
                throw IamErrors.quota("AccessKeysPerUser", Quotas.ACCESS_KEYS_PER_USER);
            }
            List<String> keys = new ArrayList<>(user.accessKeys());
            keys.add(key.id());
            return new EntityTable.Change<>(user.withAccessKeys(keys), List.of(), List.of(tables.accessKeys.put(key)));
        });
        return CreateAccessKeyResponse.builder()
                .accessKey(AccessKey.builder()
                        .userName(owner.name())
                        .accessKeyId(key.id())
                        .status(key.status())
                        .secretAccessKey(key.secret())
                        .createDate(key.created())
                        .build())
                .build();
    }
}
