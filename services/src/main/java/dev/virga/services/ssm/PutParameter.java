package dev.virga.services.ssm;

import dev.virga.api.ssm.HierarchyTypeMismatchException;
import dev.virga.api.ssm.InvalidAllowedPatternException;
import dev.virga.api.ssm.ParameterAlreadyExists;
import dev.virga.api.ssm.ParameterMaxVersionLimitExceeded;
import dev.virga.api.ssm.ParameterPatternMismatchException;
import dev.virga.api.ssm.PutParameterRequest;
import dev.virga.api.ssm.PutParameterResult;
import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.ssm.ParameterTable.Found;
import dev.virga.services.ssm.ParameterTable.Place;
import dev.virga.wire.Op;
import dev.virga.wire.Patterns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Makes a parameter, or its next version.
final class PutParameter implements Operation<PutParameterRequest, PutParameterResult> {
    private static final int MAX_ATTEMPTS = 50;
    private static final int MAX_VERSIONS = 100;
    private static final int STANDARD_BYTES = 4096;
    private static final int ADVANCED_BYTES = 8192;
    private static final String INTELLIGENT = "Intelligent-Tiering";

    private final ParameterTable parameters;
    private final ParameterCipher cipher;
    private final ParameterAccess access;

    PutParameter(ParameterTable parameters, ParameterCipher cipher, ParameterAccess access) {
        this.parameters = parameters;
        this.cipher = cipher;
        this.access = access;
    }

    @Override
    public Op<PutParameterRequest, PutParameterResult> op() {
        return SsmOps.PutParameter;
    }

    @Override
    public List<Access> access(PutParameterRequest input, Call call) {
        Map<String, List<String>> keys = new HashMap<>(ParameterAccess.requested(input.tags()));
        keys.put("ssm:Overwrite", List.of(String.valueOf(Boolean.TRUE.equals(input.overwrite()))));
        if (input.policies() != null) {
            keys.put("ssm:Policies", List.of(input.policies()));
        }
        List<Access> all = new ArrayList<>();
        all.add(access.parameter("PutParameter", input.name(), keys, call));
        if (input.tags() != null && !input.tags().isEmpty()) {
            all.add(access.parameter("AddTagsToResource", input.name(), keys, call));
        }
        return all;
    }

    @Override
    public PutParameterResult handle(PutParameterRequest input, Call call) {
        check(input, call);
        Place place = new Place(call.account(), call.region());
        boolean overwrite = Boolean.TRUE.equals(input.overwrite());
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            Found before = parameters.find(place, input.name());
            if (before != null && !overwrite) {
                throw new ParameterAlreadyExists("The parameter already exists. To overwrite this value, set the"
                        + " overwrite option in the request to true.");
            }
            StoredParameter after = after(input, place, before, call);
            if (parameters.put(place, before, after)) {
                return PutParameterResult.builder()
                        .version(after.latest().number())
                        .tier(after.latest().tier())
                        .build();
            }
        }
        throw SsmErrors.concurrent(input.name());
    }

    private static void check(PutParameterRequest input, Call call) {
        ParameterName.check(input.name(), call);
        if (input.value().isEmpty()) {
            throw SsmErrors.validation("1 validation error detected: Value '' at 'value' failed to satisfy constraint:"
                    + " Member must have length greater than or equal to 1.");
        }
        if (Boolean.TRUE.equals(input.overwrite())
                && input.tags() != null
                && !input.tags().isEmpty()) {
            throw SsmErrors.validation("Invalid request: tags and overwrite can't be used together. To create a"
                    + " parameter with tags, please remove overwrite flag. To update tags for an existing parameter,"
                    + " please use AddTagsToResource or RemoveTagsFromResource.");
        }
        switch (input.dataType()) {
            case null -> {}
            case "text", "aws:ssm:integration" -> {}
            case "aws:ec2:image" -> throw SsmErrors.notImplemented("PutParameter", "DataType aws:ec2:image");
            default ->
                throw SsmErrors.validation("The following data type is not supported: " + input.dataType()
                        + ". Supported data types: [text, aws:ec2:image, aws:ssm:integration].");
        }
        checkPattern(input.allowedPattern(), input.value());
    }

    private static void checkPattern(@Nullable String allowed, String value) {
        if (allowed == null || allowed.isEmpty()) {
            return;
        }
        Pattern pattern;
        try {
            pattern = Pattern.compile("\\A(?:" + allowed + ")\\z");
        } catch (PatternSyntaxException | StackOverflowError e) {
            throw new InvalidAllowedPatternException("The request does not meet the regular expression requirement.");
        }
        if (!Patterns.find(pattern, value)) {
            throw new ParameterPatternMismatchException(
                    "Parameter value, cannot be validated against allowedPattern: " + allowed);
        }
    }

    private StoredParameter after(PutParameterRequest input, Place place, @Nullable Found before, Call call) {
        ParameterVersion old = before == null ? null : before.parameter().latest();
        String type = type(input, old);
        PolicyList policies = input.policies() != null
                ? PolicyList.parse(input.policies())
                : old != null && old.policies() != null ? PolicyList.parse(old.policies()) : PolicyList.NONE;
        String tier = tier(input, old, policies);
        boolean secure = type.equals(ParameterVersion.SECURE);
        if (!secure && input.keyId() != null) {
            throw SsmErrors.validation("KeyId is required for SecureString type parameter only.");
        }
        String keyId = !secure ? null : input.keyId() == null ? ParameterCipher.DEFAULT_KEY : input.keyId();
        long number = old == null ? 1 : old.number() + 1;
        long oldest = before == null ? 1 : oldest(before.parameter(), number);
        byte[] value = keyId == null
                ? input.value().getBytes(StandardCharsets.UTF_8)
                : cipher.seal(call, place, input.name(), keyId, tier, input.value());
        ParameterVersion version = new ParameterVersion(
                number,
                type,
                value,
                keyId,
                call.time().toEpochMilli(),
                call.caller().arn(),
                emptyToNull(input.description()),
                emptyToNull(input.allowedPattern()),
                tier,
                policies.json(),
                input.dataType() != null ? input.dataType() : old != null ? old.dataType() : "text");
        Long expires =
                policies.expires() == null ? null : (Long) policies.expires().toEpochMilli();
        return before == null
                ? new StoredParameter(
                        input.name(),
                        version,
                        oldest,
                        Map.of(),
                        ParameterTags.add(Map.of(), input.tags()),
                        expires,
                        Map.of())
                : before.parameter().with(version, oldest, expires);
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static String type(PutParameterRequest input, @Nullable ParameterVersion old) {
        if (old == null) {
            if (input.type() == null) {
                throw SsmErrors.validation("A parameter type is required when you create a parameter.");
            }
            return input.type();
        }
        if (input.type() != null && !input.type().equals(old.type())) {
            throw new HierarchyTypeMismatchException("Parameter Store does not support changing a parameter type in a"
                    + " hierarchy. For example, you can't change a parameter from a String type to a SecureString"
                    + " type. You must create a new, unique parameter.");
        }
        return old.type();
    }

    private static String tier(PutParameterRequest input, @Nullable ParameterVersion old, PolicyList policies) {
        int bytes = input.value().getBytes(StandardCharsets.UTF_8).length;
        boolean advanced = old != null && old.tier().equals(ParameterVersion.ADVANCED);
        String asked =
                input.tier() == null ? advanced ? ParameterVersion.ADVANCED : ParameterVersion.STANDARD : input.tier();
        if (asked.equals(INTELLIGENT)) {
            asked = advanced || bytes > STANDARD_BYTES || policies.json() != null
                    ? ParameterVersion.ADVANCED
                    : ParameterVersion.STANDARD;
        }
        if (asked.equals(ParameterVersion.ADVANCED)) {
            if (bytes > ADVANCED_BYTES) {
                throw SsmErrors.validation("Advanced tier parameters support a maximum parameter value of "
                        + ADVANCED_BYTES + " characters.");
            }
            return asked;
        }
        if (advanced) {
            throw SsmErrors.validation(
                    "This parameter uses the advanced-parameter tier. You can't downgrade a parameter"
                            + " from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete"
                            + " the advanced parameter and recreate it as a standard parameter.");
        }
        if (bytes > STANDARD_BYTES) {
            throw SsmErrors.validation(
                    "Standard tier parameters support a maximum parameter value of "
                            + STANDARD_BYTES
                            + " characters. To create a larger parameter value, upgrade the parameter to use"
                            + " the advanced-parameter tier. For more information, see"
                            + " https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html");
        }
        if (policies.json() != null) {
            throw SsmErrors.validation("Parameter policies are supported for parameters of the advanced tier only.");
        }
        return asked;
    }

    /// The number of the oldest version that stays beside a new one.
    private static long oldest(StoredParameter before, long number) {
        if (number - before.oldest() < MAX_VERSIONS) {
            return before.oldest();
        }
        if (!before.labelsOf(before.oldest()).isEmpty()) {
            throw new ParameterMaxVersionLimitExceeded("You attempted to create a new version of " + before.name()
                    + " by calling the PutParameter API with the overwrite flag. Version " + before.oldest()
                    + ", the oldest version, can't be deleted because it has a label associated with it. Move the"
                    + " label to another version of the parameter, and try again.");
        }
        return before.oldest() + 1;
    }
}
