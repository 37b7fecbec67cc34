package dev.virga.services.kms;

import dev.virga.api.kms.InvalidGrantTokenException;
import dev.virga.kernel.crypto.Seal;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tokens that name a grant. Here a grant counts at once, so a token adds nothing to a request; it
/// only has to be genuine.
final class GrantTokens {
    private static final int FORMAT = 1;
    private static final String CONTEXT = "grant token";

    record Named(String account, String region, String keyId, String grantId) {}

    private final Seal seal;

    GrantTokens(Seal seal) {
        this.seal = seal;
    }

    String issue(KmsKey key, String grantId) {
        byte[] row = new RowWriter(FORMAT)
                .string(key.account())
                .string(key.region())
                .string(key.id())
                .string(grantId)
                .toBytes();
        return Base64.getEncoder().encodeToString(seal.seal(row, CONTEXT));
    }

    /// @throws dev.virga.wire.AwsException InvalidGrantTokenException
    Named open(String token) {
        try {
            byte[] row = seal.open(Base64.getDecoder().decode(token), CONTEXT);
            RowReader in = new RowReader(row).upTo(FORMAT);
            return new Named(in.string(), in.string(), in.string(), in.string());
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new InvalidGrantTokenException("Invalid grant token.");
        }
    }

    /// @throws dev.virga.wire.AwsException InvalidGrantTokenException
    void check(@Nullable List<String> tokens) {
        if (tokens != null) {
            tokens.forEach(this::open);
        }
    }
}
