package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListServiceSpecificCredentialsRequest;
import dev.virga.api.iam.ListServiceSpecificCredentialsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the service-specific credentials of a user, of which there are none: they cannot be made here.
final class ListServiceSpecificCredentials
        implements Operation<ListServiceSpecificCredentialsRequest, ListServiceSpecificCredentialsResponse> {
    private final Tables tables;

    ListServiceSpecificCredentials(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListServiceSpecificCredentialsRequest, ListServiceSpecificCredentialsResponse> op() {
        return IamOps.ListServiceSpecificCredentials;
    }

    @Override
    public List<Access> access(ListServiceSpecificCredentialsRequest input, Call call) {
        if (Boolean.TRUE.equals(input.allUsers())) {
            return List.of(
                    Access.to("iam:ListServiceSpecificCredentials", Arns.of(call.account(), User.KIND, "/", "*")));
        }
        return List.of(tables.onUser("ListServiceSpecificCredentials", call, UserOfCall.name(input.userName(), call)));
    }

    @Override
    public ListServiceSpecificCredentialsResponse handle(ListServiceSpecificCredentialsRequest input, Call call) {
        if (!Boolean.TRUE.equals(input.allUsers())) {
            tables.users.get(call.account(), UserOfCall.name(input.userName(), call));
        }
        return ListServiceSpecificCredentialsResponse.builder()
                .serviceSpecificCredentials(List.of())
                .build();
    }
}
