package dev.virga.services.iam;

import dev.virga.api.iam.CreateServiceSpecificCredentialRequest;
import dev.virga.api.iam.CreateServiceSpecificCredentialResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Makes a name and password, or a key, with which a user signs in to one service.
final class CreateServiceSpecificCredential
        implements Operation<CreateServiceSpecificCredentialRequest, CreateServiceSpecificCredentialResponse> {
    private final Tables tables;
    private final ServiceSecrets secrets;

    CreateServiceSpecificCredential(Tables tables, ServiceSecrets secrets) {
        this.tables = tables;
        this.secrets = secrets;
    }

    @Override
    public Op<CreateServiceSpecificCredentialRequest, CreateServiceSpecificCredentialResponse> op() {
        return IamOps.CreateServiceSpecificCredential;
    }

    @Override
    public List<Access> access(CreateServiceSpecificCredentialRequest input, Call call) {
        return List.of(tables.onUser("CreateServiceSpecificCredential", call, input.userName()));
    }

    @Override
    public CreateServiceSpecificCredentialResponse handle(CreateServiceSpecificCredentialRequest input, Call call) {
        String service = input.serviceName();
        ServiceCredential.checkService(service);
        Integer days = input.credentialAgeDays();
        if (days != null && !ServiceCredential.KEYS.contains(service)) {
            throw IamErrors.validation("CredentialAgeDays is not supported for " + service);
        }
        Instant now = tables.now();
        List<ServiceCredential> others =
                ofService(tables.serviceCredentials.of(call.account(), input.userName()), service);
        String name = secrets.name(service, input.userName(), call.account(), others);
        ServiceSecrets.Secret secret = secrets.secret(service, name);
        ServiceCredential credential = new ServiceCredential(
                call.account(),
                input.userName(),
                tables.ids.id(Ids.SERVICE_CREDENTIAL),
                service,
                name,
                secret.hash(),
                true,
                now,
                days == null ? null : now.plus(Duration.ofDays(days)));
        tables.serviceCredentials.add(credential, all -> {
            if (ofService(all, service).size() >= ServiceCredential.PER_SERVICE) {
                throw IamErrors.quota("ServiceSpecificCredentialsPerUser", ServiceCredential.PER_SERVICE);
            }
        });
        return CreateServiceSpecificCredentialResponse.builder()
                .serviceSpecificCredential(credential.shape(secret.text(), now))
                .build();
    }

    private static List<ServiceCredential> ofService(List<ServiceCredential> all, String service) {
        return all.stream().filter(each -> each.service().equals(service)).toList();
    }
}
