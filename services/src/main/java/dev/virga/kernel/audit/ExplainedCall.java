package dev.virga.kernel.audit;

import dev.virga.kernel.policy.Explanation;
import dev.virga.kernel.policy.ExplanationJson;
import dev.virga.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One call and why IAM let it pass or not.
///
/// @param operation e.g. `dynamodb:PutItem`: what the client called, not what IAM was asked
/// @param allowed by IAM; whether it succeeded afterwards is another matter
/// @param decisions what IAM was asked, in its order; when refused, the refused one alone
public record ExplainedCall(
        String requestId,
        Instant time,
        String account,
        String region,
        String operation,
        String sourceAddress,
        @Nullable String userAgent,
        boolean allowed,
        List<Explanation> decisions) {
    /// As it is stored, and shown by `--json`.
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("requestId", requestId);
        json.put("time", time.toString());
        json.put("account", account);
        json.put("region", region);
        json.put("operation", operation);
        json.put("sourceAddress", sourceAddress);
        if (userAgent != null) {
            json.put("userAgent", userAgent);
        }
        json.put("allowed", allowed);
        json.put("decisions", decisions.stream().map(ExplanationJson::write).toList());
        return json;
    }

    static ExplainedCall parse(byte[] json) {
        if (!(Json.parse(json) instanceof Map<?, ?> map) || !(map.get("decisions") instanceof List<?> list)) {
            throw new IllegalStateException("an explanation cannot be read");
        }
        List<Explanation> decisions = new ArrayList<>();
        for (Object each : list) {
            decisions.add(ExplanationJson.read(each));
        }
        Object userAgent = map.get("userAgent");
        return new ExplainedCall(
                String.valueOf(map.get("requestId")),
                Instant.parse(String.valueOf(map.get("time"))),
                String.valueOf(map.get("account")),
                String.valueOf(map.get("region")),
                String.valueOf(map.get("operation")),
                String.valueOf(map.get("sourceAddress")),
                userAgent == null ? null : userAgent.toString(),
                Boolean.TRUE.equals(map.get("allowed")),
                List.copyOf(decisions));
    }
}
