package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListSSHPublicKeysRequest;
import dev.virga.api.iam.ListSSHPublicKeysResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the public keys of a user.
final class ListSSHPublicKeys implements Operation<ListSSHPublicKeysRequest, ListSSHPublicKeysResponse> {
    private final Tables tables;

    ListSSHPublicKeys(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListSSHPublicKeysRequest, ListSSHPublicKeysResponse> op() {
        return IamOps.ListSSHPublicKeys;
    }

    @Override
    public List<Access> access(ListSSHPublicKeysRequest input, Call call) {
        return List.of(tables.onUser("ListSSHPublicKeys", call, UserOfCall.name(input.userName(), call)));
    }

    @Override
    public ListSSHPublicKeysResponse handle(ListSSHPublicKeysRequest input, Call call) {
        String name = UserOfCall.name(input.userName(), call);
        tables.users.get(call.account(), name);
        Page<SshPublicKey> page =
                Page.of(tables.sshKeys.of(call.account(), name), SshPublicKey::id, input.marker(), input.maxItems());
        return ListSSHPublicKeysResponse.builder()
                .sshPublicKeys(page.items().stream().map(SshPublicKey::metadata).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
