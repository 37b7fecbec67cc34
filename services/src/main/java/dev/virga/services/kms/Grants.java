package dev.virga.services.kms;

import dev.virga.api.kms.CreateGrantRequest;
import dev.virga.api.kms.GrantConstraints;
import dev.virga.api.kms.GrantListEntry;
import dev.virga.api.kms.InvalidArnException;
import dev.virga.api.kms.InvalidGrantIdException;
import dev.virga.api.kms.RetireGrantRequest;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.store.RowWriter;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Requests and answers about grants.
final class Grants {
    private static final int FORMAT = 1;
    private static final int ID_BYTES = 32;
    private static final int MAX_CONTEXT_CHARS = 384;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SERVICE = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*\\.amazonaws\\.com");

    private Grants() {}

    static @Nullable Map<String, String> equal(@Nullable GrantConstraints constraints) {
        return constraints == null ? null : constraints.encryptionContextEquals();
    }

    static @Nullable Map<String, String> subset(@Nullable GrantConstraints constraints) {
        return constraints == null ? null : constraints.encryptionContextSubset();
    }

    static @Nullable String constraintType(@Nullable GrantConstraints constraints) {
        if (equal(constraints) != null) {
            return "EncryptionContextEquals";
        }
        return subset(constraints) != null ? "EncryptionContextSubset" : null;
    }

    /// @throws dev.virga.wire.AwsException InvalidArnException, ValidationException
    static Grant of(CreateGrantRequest input, KmsKey key, Call call) {
        principal(input.granteePrincipal());
        if (input.retiringPrincipal() != null) {
            principal(input.retiringPrincipal());
        }
        if (input.operations().isEmpty()) {
            throw KmsErrors.validation("A grant needs at least one operation.");
        }
        for (String operation : input.operations()) {
            checkOperation(operation, key);
        }
        Map<String, String> equal = equal(input.constraints());
        Map<String, String> subset = subset(input.constraints());
        checkConstraint(equal, key);
        checkConstraint(subset, key);
        List<String> operations =
                input.operations().stream().distinct().sorted().toList();
        Grant grant = new Grant(
                "",
                key.id(),
                input.name(),
                call.time().toEpochMilli(),
                input.granteePrincipal(),
                input.retiringPrincipal(),
                operations,
                equal,
                subset,
                call.caller().arn());
        return withId(grant);
    }

    private static void principal(String text) {
        Arn arn = Arn.parse(text);
        boolean known = arn != null
                && (arn.service().equals("iam") || arn.service().equals("sts"))
                && arn.account().matches("[0-9]{12}");
        if (!known && !SERVICE.matcher(text).matches()) {
            throw new InvalidArnException("ARN does not refer to a valid principal: " + text);
        }
    }

    private static void checkOperation(String operation, KmsKey key) {
        boolean fits =
                switch (operation) {
                    case "CreateGrant", "RetireGrant", "DescribeKey" -> true;
                    case "GetPublicKey" -> key.spec().isAsymmetric();
                    case "Sign", "Verify" -> key.usage() == KeyUsage.SIGN_VERIFY;
                    case "GenerateMac", "VerifyMac" -> key.usage() == KeyUsage.GENERATE_VERIFY_MAC;
                    case "DeriveSharedSecret" -> key.usage() == KeyUsage.KEY_AGREEMENT;
                    case "Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo" ->
                        key.usage() == KeyUsage.ENCRYPT_DECRYPT;
                    default -> key.isSymmetric();
                };
        if (!fits) {
            throw KmsErrors.validation(
                    "Grant operation " + operation + " is not valid for key usage " + key.usage() + " of " + key.arn());
        }
    }

    private static void checkConstraint(@Nullable Map<String, String> context, KmsKey key) {
        if (context == null) {
            return;
        }
        if (!key.isSymmetric()) {
            throw KmsErrors.validation("Encryption context constraints need a symmetric encryption KMS key.");
        }
        int chars = 0;
        for (Map.Entry<String, String> pair : context.entrySet()) {
            chars += pair.getKey().length() + String.valueOf(pair.getValue()).length();
        }
        if (chars > MAX_CONTEXT_CHARS) {
            throw KmsErrors.validation(
                    "The encryption context of a grant constraint has at most " + MAX_CONTEXT_CHARS + " characters.");
        }
    }

    /// A grant with a name is the same grant when it is asked for again with the same parameters;
    /// one without is a new one each time.
    private static Grant withId(Grant grant) {
        byte[] id = new byte[ID_BYTES];
        if (grant.name() == null) {
            new SecureRandom().nextBytes(id);
        } else {
            RowWriter row = new RowWriter(FORMAT)
                    .string(grant.keyId())
                    .string(grant.name())
                    .string(grant.grantee())
                    .nullableString(grant.retiring())
                    .list(grant.operations(), RowWriter::string);
            context(row, grant.equal());
            context(row, grant.subset());
            id = Digests.of("SHA-256").digest(row.toBytes());
        }
        return new Grant(
                HexFormat.of().formatHex(id),
                grant.keyId(),
                grant.name(),
                grant.createdMillis(),
                grant.grantee(),
                grant.retiring(),
                grant.operations(),
                grant.equal(),
                grant.subset(),
                grant.issuer());
    }

    private static void context(RowWriter row, @Nullable Map<String, String> context) {
        row.bool(context != null).map(context == null ? Map.of() : new TreeMap<>(context));
    }

    /// Durable when it returns; one that is there already stays as it is.
    static Grant store(Parts kms, KmsKey key, Grant grant) {
        Grant there = kms.grants().find(key, grant.id());
        if (there != null) {
            return there;
        }
        kms.table()
                .changeWith(
                        key,
                        now -> new KeyTable.Change(
                                now.withGrants(), List.of(), kms.grants().put(now, grant)));
        return grant;
    }

    static GrantListEntry shape(Grant grant, KmsKey key) {
        GrantConstraints constraints = grant.equal() == null && grant.subset() == null
                ? null
                : GrantConstraints.builder()
                        .encryptionContextEquals(grant.equal())
                        .encryptionContextSubset(grant.subset())
                        .build();
        return GrantListEntry.builder()
                .keyId(key.arn())
                .grantId(grant.id())
                .name(grant.name() == null ? "" : grant.name())
                .creationDate(Instant.ofEpochMilli(grant.createdMillis()))
                .granteePrincipal(grant.grantee())
                .retiringPrincipal(grant.retiring())
                .issuingAccount("arn:aws:iam::" + key.account() + ":root")
                .operations(grant.operations())
                .constraints(constraints)
                .build();
    }

    /// @throws dev.virga.wire.AwsException InvalidMarkerException
    static GrantTable.@Nullable Retirable after(@Nullable String marker) {
        String name = Page.after(marker);
        if (name == null) {
            return null;
        }
        String[] parts = name.split("/", -1);
        if (parts.length != 2) {
            throw Page.invalid();
        }
        return new GrantTable.Retirable(parts[0], parts[1]);
    }

    /// The key that the token or the ARN in a request names.
    static Keys.Named keyToRetire(Parts kms, RetireGrantRequest input, Call call) {
        if (input.grantToken() != null) {
            GrantTokens.Named token = kms.tokens().open(input.grantToken());
            KeyTable.Found found = kms.table().find(token.account(), token.region(), token.keyId());
            if (found == null) {
                throw KmsErrors.grantDoesNotExist(token.grantId());
            }
            return Keys.Named.of(found.key());
        }
        if (input.keyId() == null || input.grantId() == null) {
            throw KmsErrors.validation("Specify either a grant token, or a grant ID and the ARN of its key.");
        }
        return kms.keys().findWithoutAlias(input, call, input.keyId());
    }

    static String nameToRetire(Parts kms, RetireGrantRequest input) {
        return input.grantToken() == null
                ? String.valueOf(input.grantId())
                : kms.tokens().open(input.grantToken()).grantId();
    }

    /// @throws dev.virga.wire.AwsException InvalidGrantIdException
    static String idToRetire(Parts kms, RetireGrantRequest input) {
        String id = nameToRetire(kms, input);
        if (!ID.matcher(id).matches()) {
            throw new InvalidGrantIdException("Invalid grant ID " + id);
        }
        return id;
    }
}
