package dev.virga.services.cloudformation;

import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.Tag;
import dev.virga.api.dynamodb.TagResourceInput;
import dev.virga.api.dynamodb.UntagResourceInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Changes the tags of a table.
final class TableTags {
    private TableTags() {}

    static void change(Deed deed, String arn, Made before, Properties properties) {
        Map<String, String> after = properties.tags("Tags");
        List<String> gone =
                new ArrayList<>(new Properties(before.properties()).tags("Tags").keySet());
        gone.removeAll(after.keySet());
        if (!gone.isEmpty()) {
            deed.call(
                    DynamodbOps.UntagResource,
                    UntagResourceInput.builder().resourceArn(arn).tagKeys(gone).build());
        }
        if (!after.isEmpty()) {
            List<Tag> tags = after.entrySet().stream()
                    .map(tag -> Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList();
            deed.call(
                    DynamodbOps.TagResource,
                    TagResourceInput.builder().resourceArn(arn).tags(tags).build());
        }
    }
}
