package dev.virga.services.lambda;

import dev.virga.api.kms.CreateGrantRequest;
import dev.virga.api.kms.GrantConstraints;
import dev.virga.api.kms.KmsOps;
import dev.virga.api.lambda.EnvironmentError;
import dev.virga.api.lambda.EnvironmentResponse;
import dev.virga.api.lambda.KMSAccessDeniedException;
import dev.virga.api.lambda.KMSDisabledException;
import dev.virga.api.lambda.KMSInvalidStateException;
import dev.virga.api.lambda.KMSNotFoundException;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.KmsEnvelope;
import dev.virga.kernel.crypto.Seal;
import dev.virga.kernel.crypto.Seals;
import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import dev.virga.wire.RandomUuid;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Encrypts environment variables: with the installation's key, or with the customer's through KMS.
/// Then whoever looks at the function needs the key, and the function's role gets a grant of it.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
final class EnvironmentSeal {
    private static final String SERVICE = "lambda";
    private static final int GRANT_HASH_RADIX = 16;

    private final Cloud cloud;
    private final KmsEnvelope envelope;
    private final Seal seal;

    EnvironmentSeal(Seals seals, Cloud cloud) {
        this.cloud = cloud;
        this.seal = seals.of(SERVICE);
        this.envelope = new KmsEnvelope(cloud, SERVICE);
    }

    /// What a request makes of the variables that were there.
    ///
    /// @param variables null leaves them as they are
    /// @param kmsKeyArn null leaves it as it is, empty is the installation's key
    /// @param role that will run the function
    SealedEnvironment change(
            Call call,
            FunctionName name,
            String role,
            SealedEnvironment before,
            @Nullable Map<String, String> variables,
            @Nullable String kmsKeyArn) {
        String key = kmsKeyArn == null ? before.kmsKeyArn() : kmsKeyArn.isEmpty() ? null : kmsKeyArn;
        boolean sameKey = Objects.equals(key, before.kmsKeyArn());
        if (key != null) {
            grant(call, name, role, key);
        }
        if (variables == null && sameKey && before.plain().isEmpty()) {
            return before;
        }
        // Sealed again, what is the same would look changed: then publishing it would make a new version.
        boolean known = sameKey && key == null;
        Map<String, String> old = variables == null || known ? open(call, name, before) : Map.of();
        if (known && before.plain().isEmpty() && old.equals(variables)) {
            return before;
        }
        return sealed(call, name, key, variables == null ? old : variables);
    }

    private SealedEnvironment sealed(
            Call call, FunctionName name, @Nullable String key, Map<String, String> variables) {
        if (variables.isEmpty()) {
            return new SealedEnvironment(key, null, Map.of());
        }
        byte[] json = Json.writeBytes(variables);
        byte[] bytes;
        if (key == null) {
            bytes = seal.seal(json, place(name));
        } else {
            try {
                bytes = json.length <= KmsEnvelope.DIRECT_BYTES
                        ? envelope.sealDirectly(call, name.region(), key, context(name), json)
                        : envelope.seal(call, name.region(), key, context(name), json);
            } catch (AwsException e) {
                throw cannotConfigure("Encrypt", e);
            }
        }
        return new SealedEnvironment(key, Base64.getEncoder().encodeToString(bytes), Map.of());
    }

    /// Lets the role read the variables when the function starts. The same grant twice is one.
    private void grant(Call call, FunctionName name, String role, String key) {
        try {
            cloud.call(
                    call.via(SERVICE).in(name.region()),
                    KmsOps.CreateGrant,
                    CreateGrantRequest.builder()
                            .keyId(key)
                            .granteePrincipal(role)
                            .operations(List.of("Decrypt"))
                            .constraints(GrantConstraints.builder()
                                    .encryptionContextEquals(context(name))
                                    .build())
                            .name("lambda-" + name.name() + "-"
                                    + Integer.toString(role.hashCode() & Integer.MAX_VALUE, GRANT_HASH_RADIX))
                            .build());
        } catch (AwsException e) {
            throw cannotConfigure("CreateGrant", e);
        }
    }

    private static AwsException cannotConfigure(String operation, AwsException e) {
        return e.status() >= 500
                ? e
                : LambdaErrors.invalid("Lambda was unable to configure access to your environment variables because the"
                        + " KMS key is invalid for " + operation
                        + ". Please check your KMS key settings. KMS Exception: "
                        + e.code() + " KMS Message: " + e.getMessage());
    }

    /// As the caller, who needs kms:Decrypt when the key is the customer's.
    ///
    /// @throws AwsException what KMS answers
    Map<String, String> open(Call call, FunctionName name, SealedEnvironment environment) {
        if (environment.sealed() == null) {
            return environment.plain();
        }
        byte[] bytes = Base64.getDecoder().decode(environment.sealed());
        byte[] json = environment.kmsKeyArn() == null
                ? seal.open(bytes, place(name))
                : envelope.open(call, name.region(), context(name), bytes);
        Map<String, String> variables = new LinkedHashMap<>();
        if (Json.parse(json) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> variables.put((String) key, (String) value));
        }
        return variables;
    }

    /// For a start of the function, as its role.
    ///
    /// @throws AwsException KMSAccessDeniedException and its like
    Map<String, String> open(RoleSession role, FunctionName name, Instant now, SealedEnvironment environment) {
        Call call = new Call(
                role.caller(),
                name.account(),
                name.region(),
                RandomUuid.text(),
                null,
                now,
                "lambda.amazonaws.com",
                true,
                "");
        try {
            return open(call, name, environment);
        } catch (AwsException e) {
            throw cannotDecrypt(e);
        }
    }

    private static AwsException cannotDecrypt(AwsException e) {
        String why = "Please check the function's KMS key settings. KMS Exception: " + e.code() + "KMS Message: "
                + e.getMessage();
        String what = "Lambda was unable to decrypt the environment variables because ";
        return switch (e.code()) {
            case "AccessDeniedException" -> new KMSAccessDeniedException(what + "KMS access was denied. " + why);
            case "DisabledException" -> new KMSDisabledException(what + "the KMS key used is disabled. " + why);
            case "KMSInvalidStateException" ->
                new KMSInvalidStateException(what + "the state of the KMS key used is not valid for Decrypt. " + why);
            case "NotFoundException" -> new KMSNotFoundException(what + "the KMS key was not found. " + why);
            default -> e;
        };
    }

    /// The variables as an answer shows them: who may not use the key sees that instead.
    @Nullable
    EnvironmentResponse shown(Call call, FunctionName name, SealedEnvironment environment) {
        if (environment.isEmpty()) {
            return null;
        }
        try {
            return EnvironmentResponse.builder()
                    .variables(open(call, name, environment))
                    .build();
        } catch (AwsException e) {
            return EnvironmentResponse.builder()
                    .error(EnvironmentError.builder()
                            .errorCode(e.code())
                            .message(
                                    "Lambda was unable to decrypt your environment variables because the KMS access was"
                                            + " denied. Please check your KMS permissions. KMS Exception: "
                                            + e.code() + " KMS Message: " + e.getMessage())
                            .build())
                    .build();
        }
    }

    /// Published versions keep what `$LATEST` had, so it is bound to the function only.
    private static String place(FunctionName name) {
        return "environment/" + unqualified(name);
    }

    private static Map<String, String> context(FunctionName name) {
        return Map.of("aws:lambda:FunctionArn", unqualified(name));
    }

    private static String unqualified(FunctionName name) {
        return name.functionArn();
    }
}
