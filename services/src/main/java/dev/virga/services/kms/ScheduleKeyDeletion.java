package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.ScheduleKeyDeletionRequest;
import dev.virga.api.kms.ScheduleKeyDeletionResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.time.Instant;
import java.util.List;

/// Makes a key unusable now and removes it after a time for second thoughts. A multi-region
/// primary key waits for its replicas first.
final class ScheduleKeyDeletion implements Operation<ScheduleKeyDeletionRequest, ScheduleKeyDeletionResponse> {
    private final Parts kms;

    ScheduleKeyDeletion(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<ScheduleKeyDeletionRequest, ScheduleKeyDeletionResponse> op() {
        return KmsOps.ScheduleKeyDeletion;
    }

    @Override
    public List<Access> access(ScheduleKeyDeletionRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        Conditions conditions =
                Conditions.of(named, call).and("kms:ScheduleKeyDeletionPendingWindowInDays", days(input));
        return kms.permissions().on(named, "ScheduleKeyDeletion", call, conditions);
    }

    @Override
    public ScheduleKeyDeletionResponse handle(ScheduleKeyDeletionRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        int days = days(input);
        if (days < Lifecycle.MIN_WINDOW_DAYS || days > Lifecycle.MAX_WINDOW_DAYS) {
            throw KmsErrors.validation("PendingWindowInDays must be between " + Lifecycle.MIN_WINDOW_DAYS + " and "
                    + Lifecycle.MAX_WINDOW_DAYS + ".");
        }
        KmsKey now = kms.lifecycle().scheduleDeletion(key, days, call.time());
        KmsKey.Deletion deletion = now.deletion();
        boolean waits = now.state() == KeyState.PENDING_REPLICA_DELETION;
        return ScheduleKeyDeletionResponse.builder()
                .keyId(now.arn())
                .deletionDate(deletion == null || waits ? null : Instant.ofEpochMilli(deletion.dueMillis()))
                .keyState(now.state().shown())
                .pendingWindowInDays(days)
                .build();
    }

    private static int days(ScheduleKeyDeletionRequest input) {
        return input.pendingWindowInDays() == null ? Lifecycle.MAX_WINDOW_DAYS : input.pendingWindowInDays();
    }
}
