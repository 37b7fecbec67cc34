package dev.virga.services.lambda;

import dev.virga.api.lambda.AccountLimit;
import dev.virga.api.lambda.AccountUsage;
import dev.virga.api.lambda.GetAccountSettingsRequest;
import dev.virga.api.lambda.GetAccountSettingsResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Limits of the account and what of them is used.
final class GetAccountSettings implements Operation<GetAccountSettingsRequest, GetAccountSettingsResponse> {
    private static final long TOTAL_CODE = 80_530_636_800L;
    private static final int PAGE = 1000;

    private final FunctionTable functions;
    private final VersionTable versions;
    private final Concurrency concurrency;

    GetAccountSettings(FunctionTable functions, VersionTable versions, Concurrency concurrency) {
        this.functions = functions;
        this.versions = versions;
        this.concurrency = concurrency;
    }

    @Override
    public Op<GetAccountSettingsRequest, GetAccountSettingsResponse> op() {
        return LambdaOps.GetAccountSettings;
    }

    @Override
    public List<Access> access(GetAccountSettingsRequest input, Call call) {
        return List.of(Access.to("lambda:GetAccountSettings", "*"));
    }

    @Override
    public GetAccountSettingsResponse handle(GetAccountSettingsRequest input, Call call) {
        FunctionName any = new FunctionName(call.account(), call.region(), "any", null);
        int limit = concurrency.limit();
        long count = 0;
        long bytes = 0;
        String after = null;
        List<Function> page = functions.list(call.account(), call.region(), null, PAGE);
        while (!page.isEmpty()) {
            for (Function function : page) {
                after = function.name();
                count++;
                bytes += codeSize(new FunctionName(call.account(), call.region(), after, null));
            }
            page = functions.list(call.account(), call.region(), after, PAGE);
        }
        return GetAccountSettingsResponse.builder()
                .accountLimit(AccountLimit.builder()
                        .totalCodeSize(TOTAL_CODE)
                        .codeSizeUnzipped(ZipArchive.MAX_UNZIPPED)
                        .codeSizeZipped(CodeStore.MAX_ZIPPED)
                        .concurrentExecutions(limit)
                        .unreservedConcurrentExecutions(limit - functions.reserved(any))
                        .build())
                .accountUsage(AccountUsage.builder()
                        .functionCount(count)
                        .totalCodeSize(bytes)
                        .build())
                .build();
    }

    private long codeSize(FunctionName name) {
        return versions.list(name, null, PAGE).stream()
                .mapToLong(v -> v.code().length())
                .sum();
    }
}
