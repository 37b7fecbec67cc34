package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.CancellationReason;
import dev.virga.api.dynamodb.TransactionCanceledException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Why a transaction was cancelled: one reason for each of its items, `None` for those that were
/// fine.
final class CancellationReasons {
    private final List<CancellationReason> reasons = new ArrayList<>();
    private boolean cancelled;

    void none() {
        reasons.add(CancellationReason.builder().code("None").build());
    }

    /// @param item null unless the request wants to see it
    void conditionFailed(@Nullable Map<String, AttributeValue> item) {
        add("ConditionalCheckFailed", "The conditional request failed", item);
    }

    void invalid(String message) {
        add("ValidationError", message, null);
    }

    private void add(String code, String message, @Nullable Map<String, AttributeValue> item) {
        cancelled = true;
        reasons.add(CancellationReason.builder()
                .code(code)
                .message(message)
                .item(item)
                .build());
    }

    /// @throws TransactionCanceledException when there is a reason
    void check() {
        if (cancelled) {
            throw exception(reasons);
        }
    }

    /// @param count of the transaction's items
    static TransactionCanceledException conflict(int count) {
        List<CancellationReason> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(CancellationReason.builder()
                    .code("TransactionConflict")
                    .message("Transaction is ongoing for the item")
                    .build());
        }
        return exception(all);
    }

    private static TransactionCanceledException exception(List<CancellationReason> reasons) {
        String codes =
                String.join(", ", reasons.stream().map(CancellationReason::code).toList());
        return new TransactionCanceledException(
                        "Transaction cancelled, please refer cancellation reasons for specific reasons [" + codes + "]")
                .cancellationReasons(reasons);
    }
}
