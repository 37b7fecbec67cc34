package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Api;
import dev.virga.api.apigatewayv2.Stage;
import dev.virga.kernel.Call;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What carries tags: `arn:aws:apigateway:REGION::/apis/API-ID` or the same with `/stages/NAME`.
///
/// @param stage null for the API itself
record Tagged(String apiId, @Nullable String stage) {
    /// As many tags as AWS allows on a resource.
    private static final int MAX_TAGS = 50;

    static Tagged parse(String arn) {
        int at = arn.indexOf("::/apis/");
        String[] parts = at < 0 ? new String[0] : arn.substring(at + 8).split("/", -1);
        if (arn.startsWith("arn:aws:apigateway:") && parts.length == 1) {
            return new Tagged(parts[0], null);
        }
        if (arn.startsWith("arn:aws:apigateway:") && parts.length == 3 && parts[1].equals("stages")) {
            return new Tagged(parts[0], parts[2]);
        }
        throw ApiErrors.badRequest("Invalid resource ARN specified in the request");
    }

    Map<String, String> tags(ApiTable table, Call call) {
        Map<String, String> tags = stage == null
                ? table.get(call, Kind.API, apiId, apiId).tags()
                : table.get(call, Kind.STAGE, apiId, stage).tags();
        return tags == null ? Map.of() : tags;
    }

    void change(ApiTable table, Call call, Consumer<Map<String, String>> edit) {
        table.change(call, apiId, change -> {
            Map<String, String> tags = new LinkedHashMap<>(tags(table, call));
            edit.accept(tags);
            if (tags.size() > MAX_TAGS) {
                throw ApiErrors.badRequest("A resource can have at most " + MAX_TAGS + " tags");
            }
            if (stage == null) {
                Api api = table.get(call, Kind.API, apiId, apiId);
                return change.put(Kind.API, apiId, api.toBuilder().tags(tags).build());
            }
            Stage found = table.get(call, Kind.STAGE, apiId, stage);
            return change.put(Kind.STAGE, stage, found.toBuilder().tags(tags).build());
        });
    }
}
