package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.ListSecretVersionIdsRequest;
import dev.virga.api.secretsmanager.ListSecretVersionIdsResponse;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the versions of a secret.
final class ListSecretVersionIds implements Operation<ListSecretVersionIdsRequest, ListSecretVersionIdsResponse> {
    private static final int DEFAULT_RESULTS = 100;

    private final SecretTable secrets;
    private final SecretAccess access;

    ListSecretVersionIds(SecretTable secrets, SecretAccess access) {
        this.secrets = secrets;
        this.access = access;
    }

    @Override
    public Op<ListSecretVersionIdsRequest, ListSecretVersionIdsResponse> op() {
        return SecretsmanagerOps.ListSecretVersionIds;
    }

    @Override
    public List<Access> access(ListSecretVersionIdsRequest input, Call call) {
        return access.secret("ListSecretVersionIds", input.secretId(), call);
    }

    @Override
    public ListSecretVersionIdsResponse handle(ListSecretVersionIdsRequest input, Call call) {
        Found found = secrets.live(input.secretId(), call);
        int max = input.maxResults() == null ? DEFAULT_RESULTS : input.maxResults();
        boolean deprecated = Boolean.TRUE.equals(input.includeDeprecated());
        List<SecretVersion> versions = found.secret().versions().all().reversed().stream()
                .filter(version -> deprecated || !version.stages().isEmpty())
                .toList();
        int from = 0;
        if (input.nextToken() != null) {
            String after = PageToken.read(input.nextToken()).getFirst();
            while (from < versions.size() && !versions.get(from).id().equals(after)) {
                from++;
            }
            from++;
        }
        int to = Math.min(versions.size(), from + max);
        List<SecretVersion> page = from >= to ? List.of() : versions.subList(from, to);
        return ListSecretVersionIdsResponse.builder()
                .arn(found.arn())
                .name(found.secret().name())
                .versions(page.stream()
                        .map(version -> SecretViews.listed(found, version))
                        .toList())
                .nextToken(to < versions.size() ? PageToken.of(page.getLast().id()) : null)
                .build();
    }
}
