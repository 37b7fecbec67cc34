package dev.virga.services.ssm;

import dev.virga.api.ssm.InvalidResourceId;
import dev.virga.api.ssm.Tag;
import dev.virga.api.ssm.TooManyTagsError;
import dev.virga.kernel.Call;
import dev.virga.wire.AwsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Tags of parameters.
final class ParameterTags {
    private static final int MAX_TAGS = 50;

    private final ParameterTable parameters;

    ParameterTags(ParameterTable parameters) {
        this.parameters = parameters;
    }

    static Map<String, String> add(Map<String, String> tags, @Nullable List<Tag> more) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        for (Tag tag : more == null ? List.<Tag>of() : more) {
            if (tag.key().startsWith("aws:")) {
                throw SsmErrors.validation("Tag keys can't start with the prefix aws:, which is reserved.");
            }
            all.put(tag.key(), tag.value());
        }
        if (all.size() > MAX_TAGS) {
            throw new TooManyTagsError("A parameter can have at most " + MAX_TAGS + " tags.");
        }
        return all;
    }

    /// Parameters are the only resources that there are.
    ///
    /// @throws AwsException InvalidResourceId when the parameter is not there
    StoredParameter change(String operation, String type, String id, Call call, UnaryOperator<StoredParameter> change) {
        if (!type.equals("Parameter")) {
            throw SsmErrors.notImplemented(operation, "ResourceType " + type);
        }
        ParameterName name = ParameterName.of(id, call);
        if (parameters.find(name) == null || name.selector() != null) {
            throw new InvalidResourceId(
                    "The resource ID isn't valid. Verify that you entered the correct ID and try" + " again.");
        }
        return parameters.change(name, change);
    }

    StoredParameter get(String operation, String type, String id, Call call) {
        if (!type.equals("Parameter")) {
            throw SsmErrors.notImplemented(operation, "ResourceType " + type);
        }
        ParameterTable.Found found = parameters.find(ParameterName.of(id, call));
        if (found == null) {
            throw new InvalidResourceId(
                    "The resource ID isn't valid. Verify that you entered the correct ID and try" + " again.");
        }
        return found.parameter();
    }
}
