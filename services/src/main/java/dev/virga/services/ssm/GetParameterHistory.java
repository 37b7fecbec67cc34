package dev.virga.services.ssm;

import dev.virga.api.ssm.GetParameterHistoryRequest;
import dev.virga.api.ssm.GetParameterHistoryResult;
import dev.virga.api.ssm.InvalidNextToken;
import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.ssm.ParameterTable.Found;
import dev.virga.wire.Op;
import java.util.List;

/// Answers all versions of a parameter, oldest first.
final class GetParameterHistory implements Operation<GetParameterHistoryRequest, GetParameterHistoryResult> {
    private static final int DEFAULT_RESULTS = 50;

    private final ParameterTable parameters;
    private final ParameterViews views;
    private final ParameterAccess access;

    GetParameterHistory(ParameterTable parameters, ParameterViews views, ParameterAccess access) {
        this.parameters = parameters;
        this.views = views;
        this.access = access;
    }

    @Override
    public Op<GetParameterHistoryRequest, GetParameterHistoryResult> op() {
        return SsmOps.GetParameterHistory;
    }

    @Override
    public List<Access> access(GetParameterHistoryRequest input, Call call) {
        return List.of(access.parameter("GetParameterHistory", input.name(), call));
    }

    @Override
    public GetParameterHistoryResult handle(GetParameterHistoryRequest input, Call call) {
        ParameterViews.refusePublic("GetParameterHistory", input.name());
        Found found = parameters.find(ParameterName.of(input.name(), call));
        if (found == null) {
            throw SsmErrors.notFound();
        }
        int max = input.maxResults() == null ? DEFAULT_RESULTS : input.maxResults();
        String token = PageToken.name(input.nextToken());
        long from;
        try {
            from = token == null ? found.parameter().oldest() : Long.parseLong(token);
        } catch (NumberFormatException e) {
            throw new InvalidNextToken("The specified token isn't valid.");
        }
        List<ParameterVersion> versions = parameters.versions(found, from, max + 1);
        boolean more = versions.size() > max;
        boolean decrypted = Boolean.TRUE.equals(input.withDecryption());
        return GetParameterHistoryResult.builder()
                .parameters(versions.stream()
                        .limit(max)
                        .map(version -> views.history(call, found, version, decrypted))
                        .toList())
                .nextToken(more ? PageToken.of(Long.toString(versions.getLast().number())) : null)
                .build();
    }
}
