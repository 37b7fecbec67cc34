package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.ListSecretsRequest;
import dev.virga.api.secretsmanager.ListSecretsResponse;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists secrets, without their values.
final class ListSecrets implements Operation<ListSecretsRequest, ListSecretsResponse> {
    private static final int DEFAULT_RESULTS = 100;

    private final SecretListing listing;

    ListSecrets(SecretListing listing) {
        this.listing = listing;
    }

    @Override
    public Op<ListSecretsRequest, ListSecretsResponse> op() {
        return SecretsmanagerOps.ListSecrets;
    }

    @Override
    public List<Access> access(ListSecretsRequest input, Call call) {
        return SecretAccess.all("ListSecrets");
    }

    @Override
    public ListSecretsResponse handle(ListSecretsRequest input, Call call) {
        SecretListing.Page page = listing.list(new SecretListing.Query(
                Place.of(call),
                input.filters(),
                input.sortBy(),
                input.sortOrder(),
                Boolean.TRUE.equals(input.includePlannedDeletion()),
                input.maxResults() == null ? DEFAULT_RESULTS : input.maxResults(),
                input.nextToken()));
        return ListSecretsResponse.builder()
                .secretList(page.found().stream().map(SecretViews::listed).toList())
                .nextToken(page.next())
                .build();
    }
}
