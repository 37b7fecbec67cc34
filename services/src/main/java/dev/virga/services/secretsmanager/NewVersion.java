package dev.virga.services.secretsmanager;

import dev.virga.kernel.Call;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.services.secretsmanager.SecretTable.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Gives a secret another version: its value encrypted for every region, its labels moved. The id
/// of a version is the client's token, so that a request which is sent again changes nothing.
final class NewVersion {
    private static final int DAY_MILLIS = 86_400_000;

    private final SecretTable secrets;
    private final SecretCipher cipher;

    NewVersion(SecretTable secrets, SecretCipher cipher) {
        this.secrets = secrets;
        this.cipher = cipher;
    }

    static String id(@Nullable String token) {
        return token == null ? UUID.randomUUID().toString() : token;
    }

    static long day(long millis) {
        return Math.floorDiv(millis, DAY_MILLIS);
    }

    /// What becomes of the secret; null when the version is there already, with the same value.
    ///
    /// @throws dev.virga.wire.AwsException ResourceExistsException when it has another value
    SecretTable.@Nullable Change change(Call call, Found found, String id, SecretValue value, List<String> stages) {
        Secret secret = found.secret();
        SecretVersion there = secret.versions().find(id);
        if (there != null && there.filled()) {
            if (!value.equals(read(call, found, there))) {
                throw SecretErrors.tokenInUse(id, found.arn());
            }
            return null;
        }
        long now = call.time().toEpochMilli();
        Versions versions = there != null
                ? secret.versions().change(id, v -> v.filledWith(secret.keyId()))
                : secret.versions().with(new SecretVersion(id, List.of(), now, null, secret.keyId(), true), now);
        Secret after = secret.with(versions.label(id, stages)).changed(now);
        return new SecretTable.Change(after, values(call, found.place(), after, id, value));
    }

    /// The encrypted values of one version, one for each region.
    List<Value> values(Call call, Place place, Secret secret, String id, SecretValue value) {
        List<Value> values = new ArrayList<>();
        values.add(sealed(call, place, secret, id, secret.keyId(), value));
        for (Secret.Replica copy : secret.replicas()) {
            if (copy.inSync()) {
                values.add(sealed(call, place.in(copy.region()), secret, id, copy.keyId(), value));
            }
        }
        return values;
    }

    Value sealed(Call call, Place place, Secret secret, String id, @Nullable String keyId, SecretValue value) {
        String arn = place.arn(secret.name(), secret.suffix());
        return new Value(place, id, cipher.seal(call, place, arn, id, keyId, value));
    }

    /// The value of a version that has one.
    ///
    /// @throws dev.virga.wire.AwsException ResourceNotFoundException, DecryptionFailure
    SecretValue read(Call call, Found found, SecretVersion version) {
        byte[] sealed = version.filled() ? secrets.value(found, version.id()) : null;
        if (sealed == null) {
            throw SecretErrors.noValueOf(version.id());
        }
        String keyId = found.copy() == null ? version.keyId() : found.copy().keyId();
        return cipher.open(call, found.place(), found.arn(), version.id(), keyId, sealed);
    }
}
