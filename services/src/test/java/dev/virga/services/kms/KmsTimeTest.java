package dev.virga.services.kms;

import static dev.virga.services.kms.KmsFixture.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.kms.*;
import dev.virga.wire.AwsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rotation, expiry and deletion, by the movable clock.
class KmsTimeTest {
    private static final String ELSEWHERE = "eu-west-1";

    @TempDir
    Path folder;

    private KmsFixture kms;

    @BeforeEach
    void open() throws Exception {
        kms = new KmsFixture(folder);
    }

    @AfterEach
    void close() {
        kms.close();
    }

    /// Timers run on threads of their own.
    private static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private int generations(String key) {
        return kms.call(
                        KmsOps.ListKeyRotations,
                        ListKeyRotationsRequest.builder()
                                .keyId(key)
                                .includeKeyMaterial("ALL_KEY_MATERIAL")
                                .build())
                .rotations()
                .size();
    }

    @Test
    void aKeyGetsNewMaterialEachPeriodAndOldCiphertextsStillOpen() {
        String key = kms.key();
        kms.call(
                KmsOps.EnableKeyRotation,
                EnableKeyRotationRequest.builder()
                        .keyId(key)
                        .rotationPeriodInDays(90)
                        .build());
        byte[] first = kms.encrypt(key, Map.of());
        kms.time.advance(Duration.ofDays(90));
        eventually(() -> generations(key) == 2);
        kms.time.advance(Duration.ofDays(90));
        eventually(() -> generations(key) == 3);
        byte[] third = kms.encrypt(key, Map.of());
        DecryptResponse old = kms.decrypt(first, Map.of());
        assertThat(old.plaintext()).isEqualTo(TEXT);
        assertThat(kms.decrypt(third, Map.of()).keyMaterialId()).isNotEqualTo(old.keyMaterialId());
        GetKeyRotationStatusResponse status = kms.call(
                KmsOps.GetKeyRotationStatus,
                GetKeyRotationStatusRequest.builder().keyId(key).build());
        assertThat(status.nextRotationDate()).isEqualTo(kms.time.instant().plus(Duration.ofDays(90)));
        kms.call(
                KmsOps.DisableKeyRotation,
                DisableKeyRotationRequest.builder().keyId(key).build());
        kms.call(
                KmsOps.RotateKeyOnDemand,
                RotateKeyOnDemandRequest.builder().keyId(key).build());
        assertThat(generations(key)).isEqualTo(4);
    }

    @Test
    void aDisabledKeyIsRotatedWhenItIsEnabledAgain() {
        String key = kms.key();
        kms.call(
                KmsOps.EnableKeyRotation,
                EnableKeyRotationRequest.builder().keyId(key).build());
        kms.call(KmsOps.DisableKey, DisableKeyRequest.builder().keyId(key).build());
        kms.time.advance(Duration.ofDays(366));
        kms.call(KmsOps.EnableKey, EnableKeyRequest.builder().keyId(key).build());
        kms.time.advance(Duration.ofMillis(1));
        eventually(() -> generations(key) == 2);
    }

    @Test
    void onDemandRotationsHaveALimit() {
        String key = kms.key();
        RotateKeyOnDemandRequest rotate =
                RotateKeyOnDemandRequest.builder().keyId(key).build();
        for (int i = 0; i < 25; i++) {
            kms.call(KmsOps.RotateKeyOnDemand, rotate);
        }
        assertThatThrownBy(() -> kms.call(KmsOps.RotateKeyOnDemand, rotate)).isInstanceOf(LimitExceededException.class);
    }

    private boolean gone(String key, String region) {
        try {
            kms.in(
                    region,
                    KmsOps.DescribeKey,
                    DescribeKeyRequest.builder().keyId(key).build());
            return false;
        } catch (NotFoundException e) {
            return true;
        }
    }

    @Test
    void aKeyIsGoneAfterItsWindowUnlessSomebodyThinksAgain() {
        String kept = kms.key();
        String lost = kms.key();
        byte[] blob = kms.encrypt(lost, Map.of());
        for (String key : new String[] {kept, lost}) {
            kms.call(
                    KmsOps.ScheduleKeyDeletion,
                    ScheduleKeyDeletionRequest.builder()
                            .keyId(key)
                            .pendingWindowInDays(7)
                            .build());
        }
        assertThatThrownBy(() -> kms.encrypt(lost, Map.of())).isInstanceOf(KMSInvalidStateException.class);
        kms.call(
                KmsOps.CancelKeyDeletion,
                CancelKeyDeletionRequest.builder().keyId(kept).build());
        kms.time.advance(Duration.ofDays(7));
        eventually(() -> gone(lost, KmsFixture.REGION));
        assertThat(kms.describe(kept).keyState()).isEqualTo("Disabled");
        assertThatThrownBy(() -> kms.decrypt(blob, Map.of()))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo("AccessDeniedException"));
    }

    @Test
    void importedMaterialExpires() {
        String key = kms.key(CreateKeyRequest.builder().origin("EXTERNAL"));
        new ImportedMaterial(kms).bring(key, new byte[32], kms.time.instant().plus(Duration.ofDays(3)));
        kms.encrypt(key, Map.of());
        kms.time.advance(Duration.ofDays(3));
        eventually(() -> kms.describe(key).keyState().equals("PendingImport"));
        assertThatThrownBy(() -> kms.encrypt(key, Map.of())).isInstanceOf(KMSInvalidStateException.class);
    }

    @Test
    void replicasDecryptEachOthersCiphertextsAndGoBeforeTheirPrimary() {
        String key = kms.key(CreateKeyRequest.builder().multiRegion(true));
        String id = key.substring(key.indexOf('/') + 1);
        assertThat(id).startsWith("mrk-");
        kms.call(
                KmsOps.ReplicateKey,
                ReplicateKeyRequest.builder()
                        .keyId(key)
                        .replicaRegion(ELSEWHERE)
                        .build());
        kms.call(
                KmsOps.RotateKeyOnDemand,
                RotateKeyOnDemandRequest.builder().keyId(key).build());
        byte[] blob = kms.encrypt(key, Map.of());
        assertThat(kms.in(
                                ELSEWHERE,
                                KmsOps.Decrypt,
                                DecryptRequest.builder().ciphertextBlob(blob).build())
                        .plaintext())
                .isEqualTo(TEXT);
        ScheduleKeyDeletionRequest remove = ScheduleKeyDeletionRequest.builder()
                .keyId(id)
                .pendingWindowInDays(7)
                .build();
        assertThat(kms.call(KmsOps.ScheduleKeyDeletion, remove).keyState()).isEqualTo("PendingReplicaDeletion");
        kms.in(ELSEWHERE, KmsOps.ScheduleKeyDeletion, remove);
        kms.time.advance(Duration.ofDays(7));
        eventually(() -> gone(id, ELSEWHERE));
        assertThat(kms.describe(key).keyState()).isEqualTo("PendingDeletion");
        kms.time.advance(Duration.ofDays(7));
        eventually(() -> gone(id, KmsFixture.REGION));
    }

    @Test
    void thePrimaryRegionMoves() {
        String key = kms.key(CreateKeyRequest.builder().multiRegion(true));
        kms.call(
                KmsOps.ReplicateKey,
                ReplicateKeyRequest.builder()
                        .keyId(key)
                        .replicaRegion(ELSEWHERE)
                        .build());
        kms.call(
                KmsOps.UpdatePrimaryRegion,
                UpdatePrimaryRegionRequest.builder()
                        .keyId(key)
                        .primaryRegion(ELSEWHERE)
                        .build());
        assertThat(kms.describe(key).multiRegionConfiguration().multiRegionKeyType())
                .isEqualTo("REPLICA");
        assertThatThrownBy(() -> kms.call(
                        KmsOps.RotateKeyOnDemand,
                        RotateKeyOnDemandRequest.builder().keyId(key).build()))
                .isInstanceOf(dev.virga.api.kms.UnsupportedOperationException.class);
    }

    private boolean noTimers() {
        return kms.store.meddled()
                && kms.store
                        .scan("timers", new byte[0], null, false, 10, 1 << 20)
                        .isEmpty();
    }

    @Test
    void materialThatIsImportedAsTheOldExpiresStays() {
        String key = kms.key(CreateKeyRequest.builder().origin("EXTERNAL"));
        ImportedMaterial material = new ImportedMaterial(kms);
        material.bring(key, new byte[32], kms.time.instant().plus(Duration.ofDays(3)));
        byte[] blob = kms.encrypt(key, Map.of());
        kms.store.beforeNextCommit(() -> material.bring(key, new byte[32]));
        kms.time.advance(Duration.ofDays(3));
        eventually(this::noTimers);
        assertThat(kms.describe(key).keyState()).isEqualTo("Enabled");
        assertThat(kms.decrypt(blob, Map.of()).plaintext()).isEqualTo(TEXT);
    }

    @Test
    void aDeletionThatIsCancelledAtTheLastMomentKeepsTheGrants() {
        String key = kms.key();
        kms.call(
                KmsOps.CreateGrant,
                CreateGrantRequest.builder()
                        .keyId(key)
                        .granteePrincipal("arn:aws:iam::111122223333:root")
                        .retiringPrincipal("arn:aws:iam::111122223333:root")
                        .operations(List.of("Encrypt"))
                        .build());
        kms.call(
                KmsOps.ScheduleKeyDeletion,
                ScheduleKeyDeletionRequest.builder()
                        .keyId(key)
                        .pendingWindowInDays(7)
                        .build());
        kms.store.beforeNextCommit(() -> kms.call(
                KmsOps.CancelKeyDeletion,
                CancelKeyDeletionRequest.builder().keyId(key).build()));
        kms.time.advance(Duration.ofDays(7));
        eventually(() -> {
            // A timer that met the change tries again after a second.
            kms.time.advance(Duration.ofSeconds(1));
            return noTimers();
        });
        assertThat(grants(key)).hasSize(1);
    }

    private List<GrantListEntry> grants(String key) {
        return kms.call(
                        KmsOps.ListGrants,
                        ListGrantsRequest.builder().keyId(key).build())
                .grants();
    }
}
