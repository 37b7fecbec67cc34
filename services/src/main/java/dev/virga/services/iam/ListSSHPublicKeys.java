package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListSSHPublicKeysRequest;
import dev.virga.api.iam.ListSSHPublicKeysResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the SSH keys of a user, of which there are none: they cannot be made here.
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
        tables.users.get(call.account(), UserOfCall.name(input.userName(), call));
        return ListSSHPublicKeysResponse.builder()
                .sshPublicKeys(List.of())
                .isTruncated(false)
                .build();
    }
}
