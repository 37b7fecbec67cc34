package dev.virga.services.cloudformation;

import dev.virga.api.secretsmanager.GetSecretValueRequest;
import dev.virga.api.secretsmanager.GetSecretValueResponse;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.api.ssm.GetParameterRequest;
import dev.virga.api.ssm.Parameter;
import dev.virga.api.ssm.SsmOps;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `{{resolve:ssm:…}}`, `{{resolve:ssm-secure:…}}` and `{{resolve:secretsmanager:…}}` in the
/// properties of one resource. They are read when the resource is made or changed, as whoever
/// deploys; what is kept of the stack holds the references and never the values.
///
/// For one thread.
final class DynamicReferences {
    static final String START = "{{resolve:";

    private static final Pattern REFERENCE = Pattern.compile("\\{\\{resolve:([a-z-]+):([^{}]*)}}");

    /// CloudFormation's quota for one template; here for one resource.
    private static final int MAX_REFERENCES = 60;

    private static final int ARN_PARTS = 7;

    /// Values that are too short to tell from other text are not looked for in messages.
    private static final int SHORTEST_MASKED = 4;

    /// Resource types whose properties may hold a secure string of Parameter Store.
    private static final Set<String> SECURE = Set.of("AWS::IAM::User");

    private final Deed deed;
    private final String type;
    private final Map<String, String> values = new HashMap<>();

    DynamicReferences(Deed deed, String type) {
        this.deed = deed;
        this.type = type;
    }

    /// The properties with values in place of the references.
    ///
    /// @throws AwsException ValidationError, or what the service says
    Properties resolve(Properties properties) {
        Map<String, @Nullable Object> resolved = new LinkedHashMap<>();
        properties.tree().forEach((name, value) -> resolved.put(name, resolve(value, name)));
        return new Properties(resolved);
    }

    /// Runs a step that knows the values; none of them gets into the message of its failure.
    <T> T masked(Supplier<T> step) {
        try {
            return step.get();
        } catch (AwsException e) {
            String message = String.valueOf(e.getMessage());
            String masked = message;
            for (String value : values.values()) {
                masked = value.length() < SHORTEST_MASKED ? masked : masked.replace(value, "****");
            }
            if (masked.equals(message)) {
                throw e;
            }
            throw new AwsException(e.code(), e.status(), masked);
        }
    }

    private @Nullable Object resolve(@Nullable Object tree, String path) {
        if (tree instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> result = new LinkedHashMap<>();
            map.forEach((name, value) -> result.put(name.toString(), resolve(value, path + "/" + name)));
            return result;
        }
        if (tree instanceof List<?> list) {
            List<@Nullable Object> result = new ArrayList<>(list.size());
            list.forEach(value -> result.add(resolve(value, path)));
            return result;
        }
        return tree instanceof String text && text.contains(START) ? resolve(text, path) : tree;
    }

    private String resolve(String text, String path) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(result, "");
            result.append(value(matcher.group(), matcher.group(1), matcher.group(2), path));
        }
        matcher.appendTail(result);
        if (result.indexOf(START) >= 0) {
            throw CfnErrors.validation("Incorrect format is used in a dynamic reference of " + type + "/" + path);
        }
        return result.toString();
    }

    private String value(String reference, String service, String rest, String path) {
        String known = values.get(reference);
        if (known != null) {
            return known;
        }
        if (values.size() >= MAX_REFERENCES) {
            throw CfnErrors.validation(
                    "A resource can have at most " + MAX_REFERENCES + " dynamic references: " + type);
        }
        String value =
                switch (service) {
                    case "ssm" -> parameter(reference, rest, false);
                    case "ssm-secure" -> {
                        if (!SECURE.contains(type)) {
                            throw CfnErrors.validation(
                                    "SSM Secure reference is not supported in: [" + type + "/Properties/" + path + "]");
                        }
                        yield parameter(reference, rest, true);
                    }
                    case "secretsmanager" -> secret(reference, rest);
                    default -> throw format(reference);
                };
        values.put(reference, value);
        return value;
    }

    private static AwsException format(String reference) {
        return CfnErrors.validation("Incorrect format is used in the following dynamic reference: [" + reference + "]");
    }

    private String parameter(String reference, String name, boolean secure) {
        if (!name.matches("[a-zA-Z0-9_.\\-/]+(:\\d+)?")) {
            throw format(reference);
        }
        Parameter parameter;
        try {
            parameter = deed.call(
                            SsmOps.GetParameter,
                            GetParameterRequest.builder()
                                    .name(name)
                                    .withDecryption(secure)
                                    .build())
                    .parameter();
        } catch (AwsException e) {
            throw e.code().startsWith("Parameter")
                    ? CfnErrors.validation(
                            "Unable to fetch parameters [" + name + "] from parameter store for this" + " account.")
                    : e;
        }
        if (parameter.type().equals("SecureString") != secure) {
            throw CfnErrors.validation("Parameter " + name + " is of type " + parameter.type() + ": use "
                    + (secure ? "{{resolve:ssm:" : "{{resolve:ssm-secure:") + "…}}");
        }
        return parameter.value();
    }

    /// `secret-id:SecretString:json-key:version-stage:version-id`; all but the first may be left
    /// out, and an ARN has colons of its own.
    private String secret(String reference, String rest) {
        String[] parts = rest.split(":", -1);
        int idParts = rest.startsWith("arn:") ? ARN_PARTS : 1;
        if (parts.length < idParts || parts.length > idParts + 4 || parts[0].isEmpty()) {
            throw format(reference);
        }
        String kind = part(parts, idParts);
        String stage = part(parts, idParts + 2);
        String version = part(parts, idParts + 3);
        if ((kind != null && !kind.equals("SecretString")) || (stage != null && version != null)) {
            throw format(reference);
        }
        GetSecretValueResponse secret = deed.call(
                SecretsmanagerOps.GetSecretValue,
                GetSecretValueRequest.builder()
                        .secretId(String.join(":", List.of(parts).subList(0, idParts)))
                        .versionStage(stage)
                        .versionId(version)
                        .build());
        String text = secret.secretString();
        if (text == null) {
            throw CfnErrors.validation("The secret of " + reference + " holds binary data.");
        }
        String key = part(parts, idParts + 1);
        return key == null ? text : member(reference, text, key);
    }

    private static @Nullable String part(String[] parts, int index) {
        return index < parts.length && !parts[index].isEmpty() ? parts[index] : null;
    }

    private static String member(String reference, String text, String key) {
        Object tree;
        try {
            tree = Json.parse(text);
        } catch (AwsException e) {
            throw CfnErrors.validation("Could not parse SecretString JSON of " + reference);
        }
        Object value = tree instanceof Map<?, ?> map ? map.get(key) : null;
        if (value == null) {
            throw CfnErrors.validation("Could not find a value associated with JSONKey in SecretString: " + reference);
        }
        String plain = Template.text(value);
        return plain == null ? Json.write(value) : plain;
    }
}
