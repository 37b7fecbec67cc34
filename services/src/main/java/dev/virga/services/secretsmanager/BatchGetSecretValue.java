package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.APIErrorType;
import dev.virga.api.secretsmanager.BatchGetSecretValueRequest;
import dev.virga.api.secretsmanager.BatchGetSecretValueResponse;
import dev.virga.api.secretsmanager.GetSecretValueRequest;
import dev.virga.api.secretsmanager.GetSecretValueResponse;
import dev.virga.api.secretsmanager.SecretValueEntry;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Operation;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.wire.AwsException;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers the current values of several secrets: each as GetSecretValue would, with its own
/// permission and its own error.
final class BatchGetSecretValue implements Operation<BatchGetSecretValueRequest, BatchGetSecretValueResponse> {
    private static final int DEFAULT_RESULTS = 20;

    private final SecretListing listing;
    private final Cloud cloud;

    BatchGetSecretValue(SecretListing listing, Cloud cloud) {
        this.listing = listing;
        this.cloud = cloud;
    }

    @Override
    public Op<BatchGetSecretValueRequest, BatchGetSecretValueResponse> op() {
        return SecretsmanagerOps.BatchGetSecretValue;
    }

    @Override
    public List<Access> access(BatchGetSecretValueRequest input, Call call) {
        List<Access> all = new ArrayList<>(SecretAccess.all("BatchGetSecretValue"));
        if (input.filters() != null) {
            all.addAll(SecretAccess.all("ListSecrets"));
        }
        return all;
    }

    @Override
    public BatchGetSecretValueResponse handle(BatchGetSecretValueRequest input, Call call) {
        if ((input.secretIdList() == null) == (input.filters() == null)) {
            throw SecretErrors.parameter("Either 'SecretIdList' or 'Filters' must be provided, but not both.");
        }
        if (input.secretIdList() != null && (input.maxResults() != null || input.nextToken() != null)) {
            throw SecretErrors.parameter("To use 'MaxResults' or 'NextToken', 'Filters' must be provided.");
        }
        List<String> ids = input.secretIdList();
        String next = null;
        if (ids == null) {
            int max = input.maxResults() == null ? DEFAULT_RESULTS : input.maxResults();
            SecretListing.Page page = listing.list(new SecretListing.Query(
                    Place.of(call), input.filters(), null, null, false, max, input.nextToken()));
            ids = page.found().stream().map(Found::arn).toList();
            next = page.next();
        }
        return answer(ids, next, call);
    }

    private BatchGetSecretValueResponse answer(List<String> ids, @Nullable String next, Call call) {
        List<SecretValueEntry> values = new ArrayList<>();
        List<APIErrorType> errors = new ArrayList<>();
        for (String id : ids) {
            try {
                values.add(entry(cloud.call(
                        call,
                        SecretsmanagerOps.GetSecretValue,
                        GetSecretValueRequest.builder().secretId(id).build())));
            } catch (AwsException e) {
                if (e.status() >= 500) {
                    throw e;
                }
                errors.add(APIErrorType.builder()
                        .secretId(id)
                        .errorCode(e.code())
                        .message(e.getMessage())
                        .build());
            }
        }
        return BatchGetSecretValueResponse.builder()
                .secretValues(values)
                .errors(errors)
                .nextToken(next)
                .build();
    }

    private static SecretValueEntry entry(GetSecretValueResponse value) {
        return SecretValueEntry.builder()
                .arn(value.arn())
                .name(value.name())
                .versionId(value.versionId())
                .secretString(value.secretString())
                .secretBinary(value.secretBinary())
                .versionStages(value.versionStages())
                .createdDate(value.createdDate())
                .build();
    }
}
