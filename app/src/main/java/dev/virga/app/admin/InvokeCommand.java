package dev.virga.app.admin;

import dev.virga.api.lambda.InvocationRequest;
import dev.virga.api.lambda.InvocationResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.app.deploy.Deployer;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// `virga invoke`: runs a function and shows what it wrote and returned.
record InvokeCommand(Cloud cloud, Caller root, String region, Deployer deployer) implements Command {
    @Override
    public int run(Asked asked, TextStream out) throws IOException {
        String named = asked.request().headers().get("X-Virga-Function", "");
        boolean json = asked.request().headers().get("X-Virga-Json", "").equals("true");
        byte[] event = asked.request().body().bytes(Integer.MAX_VALUE);
        InvocationResponse answer = cloud.call(
                root,
                region,
                LambdaOps.Invoke,
                InvocationRequest.builder()
                        .functionName(FunctionNames.find(deployer.apps(), named))
                        .logType("Tail")
                        .payload(event)
                        .build());
        if (!json && answer.logResult() != null) {
            String log = new String(Base64.getDecoder().decode(answer.logResult()), StandardCharsets.UTF_8);
            log.lines().forEach(line -> out.line("| " + line));
        }
        byte[] payload = answer.payload();
        out.line(payload == null ? "null" : new String(payload, StandardCharsets.UTF_8));
        return answer.functionError() == null ? 0 : 1;
    }
}
