package dev.virga.services.ssm;

import dev.virga.api.secretsmanager.GetSecretValueRequest;
import dev.virga.api.secretsmanager.GetSecretValueResponse;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.api.ssm.Parameter;
import dev.virga.api.ssm.ParameterHistory;
import dev.virga.api.ssm.ParameterMetadata;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.services.ssm.ParameterTable.Found;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Parameters as answers show them.
final class ParameterViews {
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F-]{36}");

    private final ParameterTable parameters;
    private final ParameterCipher cipher;
    private final Cloud cloud;

    ParameterViews(ParameterTable parameters, ParameterCipher cipher, Cloud cloud) {
        this.parameters = parameters;
        this.cipher = cipher;
        this.cloud = cloud;
    }

    /// AWS publishes its own parameters there: images, regions, layers.
    static void refusePublic(String operation, String name) {
        if (name.startsWith("/aws/service")) {
            throw SsmErrors.notImplemented(operation, "AWS's public parameters (/aws/service/…)");
        }
    }

    /// The parameter that a request names.
    Parameter get(Call call, String text, boolean decrypted) {
        ParameterName name = ParameterName.of(text, call);
        refusePublic("GetParameter", name.name());
        if (name.isSecretReference()) {
            return secret(call, name, decrypted);
        }
        Found found = parameters.find(name);
        if (found == null) {
            throw SsmErrors.notFound();
        }
        String selector = name.selector();
        ParameterVersion version = selector == null ? found.parameter().latest() : selected(found, selector);
        return shown(call, found, version, selector, decrypted);
    }

    /// @param selector a colon, then a number or a label
    private ParameterVersion selected(Found found, String selector) {
        String wanted = selector.substring(1);
        Long number = found.parameter().labels().get(wanted);
        if (number == null
                && !wanted.isEmpty()
                && wanted.length() < 19
                && wanted.chars().allMatch(Character::isDigit)) {
            number = Long.parseLong(wanted);
        }
        ParameterVersion version =
                number == null || number < found.parameter().oldest() ? null : parameters.version(found, number);
        if (version == null) {
            throw SsmErrors.versionNotFound(wanted, found.parameter().name());
        }
        return version;
    }

    Parameter shown(Call call, Found found, ParameterVersion version, @Nullable String selector, boolean decrypted) {
        boolean own = found.place().account().equals(call.account());
        return Parameter.builder()
                .name(own ? found.parameter().name() : found.arn())
                .type(version.type())
                .value(cipher.text(call, found, version, decrypted))
                .version(version.number())
                .selector(selector)
                .lastModifiedDate(Instant.ofEpochMilli(version.modifiedMillis()))
                .arn(found.arn())
                .dataType(version.dataType())
                .build();
    }

    ParameterMetadata described(Found found) {
        ParameterVersion version = found.parameter().latest();
        return ParameterMetadata.builder()
                .name(found.parameter().name())
                .arn(found.arn())
                .type(version.type())
                .keyId(version.keyId())
                .lastModifiedDate(Instant.ofEpochMilli(version.modifiedMillis()))
                .lastModifiedUser(version.user())
                .description(version.description())
                .allowedPattern(version.allowedPattern())
                .version(version.number())
                .tier(version.tier())
                .policies(policies(version))
                .dataType(version.dataType())
                .build();
    }

    ParameterHistory history(Call call, Found found, ParameterVersion version, boolean decrypted) {
        return ParameterHistory.builder()
                .name(found.parameter().name())
                .type(version.type())
                .keyId(version.keyId())
                .lastModifiedDate(Instant.ofEpochMilli(version.modifiedMillis()))
                .lastModifiedUser(version.user())
                .description(version.description())
                .value(cipher.text(call, found, version, decrypted))
                .allowedPattern(version.allowedPattern())
                .version(version.number())
                .labels(found.parameter().labelsOf(version.number()))
                .tier(version.tier())
                .policies(policies(version))
                .dataType(version.dataType())
                .build();
    }

    private static List<dev.virga.api.ssm.ParameterInlinePolicy> policies(ParameterVersion version) {
        List<dev.virga.api.ssm.ParameterInlinePolicy> shown = PolicyList.shown(version.policies());
        return shown == null ? List.of() : shown;
    }

    /// A secret of Secrets Manager, as if it were a parameter; the caller must be allowed to read
    /// it there.
    private Parameter secret(Call call, ParameterName name, boolean decrypted) {
        if (!decrypted) {
            throw SsmErrors.validation("WithDecryption flag must be True for retrieving a Secret Manager secret.");
        }
        String selector = name.selector() == null ? null : name.selector().substring(1);
        boolean byId = selector != null && UUID_FORM.matcher(selector).matches();
        GetSecretValueResponse value;
        try {
            value = cloud.call(
                    call.via("ssm"),
                    SecretsmanagerOps.GetSecretValue,
                    GetSecretValueRequest.builder()
                            .secretId(name.name().substring(ParameterName.SECRET_REFERENCE.length()))
                            .versionId(byId ? selector : null)
                            .versionStage(byId ? null : selector)
                            .build());
        } catch (AwsException e) {
            throw e.code().equals("ResourceNotFoundException")
                    ? new dev.virga.api.ssm.ParameterNotFound("An error occurred (ParameterNotFound) when referencing"
                            + " Secrets Manager: Secret " + name.name() + " not found.")
                    : e;
        }
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("ARN", value.arn());
        source.put("name", value.name());
        source.put("versionId", value.versionId());
        source.put("versionStages", value.versionStages());
        source.put("createdDate", value.createdDate().toString());
        String text = value.secretString();
        if (text == null) {
            throw SsmErrors.validation("A secret that holds binary data cannot be read as a parameter.");
        }
        return Parameter.builder()
                .name(name.name())
                .type(ParameterVersion.SECURE)
                .value(text)
                .version(0L)
                .selector(name.selector())
                .sourceResult(Json.write(source))
                .lastModifiedDate(value.createdDate())
                .arn(value.arn())
                .dataType("text")
                .build();
    }
}
