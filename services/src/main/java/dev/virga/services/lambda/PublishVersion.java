package dev.virga.services.lambda;

import dev.virga.api.lambda.FunctionConfiguration;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.PublishVersionRequest;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Freezes the latest state under a number.
final class PublishVersion implements Operation<PublishVersionRequest, FunctionConfiguration> {
    private final Publication publication;
    private final Configuration configuration;

    PublishVersion(Publication publication, Configuration configuration) {
        this.configuration = configuration;
        this.publication = publication;
    }

    @Override
    public Op<PublishVersionRequest, FunctionConfiguration> op() {
        return LambdaOps.PublishVersion;
    }

    @Override
    public List<Access> access(PublishVersionRequest input, Call call) {
        return LambdaAccess.function("PublishVersion", input.functionName(), call);
    }

    @Override
    public FunctionConfiguration handle(PublishVersionRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), call).withQualifier(null);
        if (input.publishTo() != null) {
            throw LambdaErrors.notImplemented("PublishVersion", "PublishTo");
        }
        FunctionVersion published =
                publication.publish(name, input.description(), input.codeSha256(), input.revisionId());
        return configuration.of(
                published, name, name.withQualifier(published.version()).arn(), call);
    }
}
