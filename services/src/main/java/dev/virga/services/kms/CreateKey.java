package dev.virga.services.kms;

import dev.virga.api.kms.CreateKeyRequest;
import dev.virga.api.kms.CreateKeyResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a key with its material, or for imported material without.
final class CreateKey implements Operation<CreateKeyRequest, CreateKeyResponse> {
    private final Parts kms;

    CreateKey(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<CreateKeyRequest, CreateKeyResponse> op() {
        return KmsOps.CreateKey;
    }

    @Override
    public List<Access> access(CreateKeyRequest input, Call call) {
        Conditions conditions = Conditions.of(call)
                .and("kms:KeySpec", input.keySpec() == null ? input.customerMasterKeySpec() : input.keySpec())
                .and("kms:KeyUsage", input.keyUsage() == null ? KeyUsage.ENCRYPT_DECRYPT : input.keyUsage())
                .and("kms:KeyOrigin", input.origin() == null ? KmsKey.Origin.AWS_KMS : input.origin())
                .and("kms:MultiRegion", Boolean.TRUE.equals(input.multiRegion()))
                .and("kms:BypassPolicyLockoutSafetyCheck", Boolean.TRUE.equals(input.bypassPolicyLockoutSafetyCheck()));
        List<Access> needed = new ArrayList<>();
        needed.add(Access.to("kms:CreateKey", "*").withConditions(conditions.toMap()));
        if (input.tags() != null && !input.tags().isEmpty()) {
            // Its id is not known yet.
            String all = KmsKey.arn(call.account(), call.region(), "*");
            needed.add(Access.to("kms:TagResource", all)
                    .withConditions(Conditions.of(call).toMap()));
        }
        return needed;
    }

    @Override
    public CreateKeyResponse handle(CreateKeyRequest input, Call call) {
        KeySpec spec = KeySpec.find(spec(input));
        if (spec == null) {
            throw KmsErrors.unsupported("KeySpec " + spec(input) + " is not supported in this region.");
        }
        KeyUsage usage = usage(input, spec);
        KmsKey.Origin origin = origin(input);
        boolean multiRegion = Boolean.TRUE.equals(input.multiRegion());
        String policy = input.policy() == null ? KeyPolicies.byDefault(call.account()) : input.policy();
        String id = KeyMaker.newId(multiRegion);
        if (input.policy() != null) {
            String arn = KmsKey.arn(call.account(), call.region(), id);
            KeyPolicies.check(policy, arn, call, Boolean.TRUE.equals(input.bypassPolicyLockoutSafetyCheck()));
            policy = kms.principals().keep(policy, call.account(), KmsErrors::invalidPrincipal);
        }
        boolean imported = origin == KmsKey.Origin.EXTERNAL;
        KmsKey key = new KmsKey(
                call.account(),
                call.region(),
                id,
                call.time().toEpochMilli(),
                spec,
                usage,
                origin,
                null,
                input.description() == null ? "" : input.description(),
                imported ? KeyState.PENDING_IMPORT : KeyState.ENABLED,
                policy,
                KeyTags.added(Map.of(), input.tags()),
                List.of(),
                imported ? 0 : 1,
                KmsKey.Rotation.NONE,
                null,
                multiRegion ? new KmsKey.MultiRegion(call.region(), List.of()) : null,
                false);
        if (!kms.maker().make(key)) {
            throw new IllegalStateException("the id " + id + " is taken");
        }
        return CreateKeyResponse.builder()
                .keyMetadata(Metadata.of(key, kms.table().findMaterial(key, key.material())))
                .build();
    }

    private static String spec(CreateKeyRequest input) {
        @Nullable String old = input.customerMasterKeySpec();
        if (old != null && input.keySpec() != null) {
            throw KmsErrors.validation("You cannot specify KeySpec and CustomerMasterKeySpec in the same request."
                    + " CustomerMasterKeySpec is deprecated.");
        }
        if (input.keySpec() != null) {
            return input.keySpec();
        }
        return old == null ? KeySpec.SYMMETRIC_DEFAULT.name() : old;
    }

    private static KeyUsage usage(CreateKeyRequest input, KeySpec spec) {
        if (input.keyUsage() == null && spec != KeySpec.SYMMETRIC_DEFAULT) {
            throw KmsErrors.validation(
                    "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.");
        }
        KeyUsage usage = input.keyUsage() == null ? KeyUsage.ENCRYPT_DECRYPT : KeyUsage.valueOf(input.keyUsage());
        if (!spec.supports(usage)) {
            throw KmsErrors.validation("KeyUsage " + usage + " is not compatible with KeySpec " + spec);
        }
        return usage;
    }

    private static KmsKey.Origin origin(CreateKeyRequest input) {
        String origin = input.origin() == null ? KmsKey.Origin.AWS_KMS.name() : input.origin();
        if (input.customKeyStoreId() != null || origin.equals("AWS_CLOUDHSM")) {
            throw KmsErrors.notImplemented("CreateKey in a custom key store");
        }
        if (input.xksKeyId() != null || origin.equals("EXTERNAL_KEY_STORE")) {
            throw KmsErrors.notImplemented("CreateKey in an external key store");
        }
        return KmsKey.Origin.valueOf(origin);
    }
}
