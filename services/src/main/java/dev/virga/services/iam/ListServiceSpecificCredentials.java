package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListServiceSpecificCredentialsRequest;
import dev.virga.api.iam.ListServiceSpecificCredentialsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.function.Predicate;

/// Lists the service-specific credentials of a user, or of all users.
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
        String service = input.serviceName();
        if (service != null) {
            ServiceCredential.checkService(service);
        }
        Page<ServiceCredential> page =
                page(input, call, each -> service == null || each.service().equals(service));
        return ListServiceSpecificCredentialsResponse.builder()
                .serviceSpecificCredentials(page.items().stream()
                        .map(each -> each.metadata(call.time()))
                        .toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private Page<ServiceCredential> page(
            ListServiceSpecificCredentialsRequest input, Call call, Predicate<ServiceCredential> wanted) {
        if (Boolean.TRUE.equals(input.allUsers())) {
            if (input.userName() != null) {
                throw IamErrors.validation("UserName and AllUsers cannot be given together.");
            }
            return tables.serviceCredentials.page(call.account(), wanted, input.marker(), input.maxItems());
        }
        String name = UserOfCall.name(input.userName(), call);
        tables.users.get(call.account(), name);
        List<ServiceCredential> all = tables.serviceCredentials.of(call.account(), name).stream()
                .filter(wanted)
                .toList();
        return Page.of(all, ServiceCredential::id, input.marker(), input.maxItems());
    }
}
