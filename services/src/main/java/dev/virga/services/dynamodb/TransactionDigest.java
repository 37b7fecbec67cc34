package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.ConditionCheck;
import dev.virga.api.dynamodb.Delete;
import dev.virga.api.dynamodb.Put;
import dev.virga.api.dynamodb.TransactWriteItem;
import dev.virga.api.dynamodb.TransactWriteItemsInput;
import dev.virga.api.dynamodb.Update;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tells whether two requests with the same client token ask for the same.
final class TransactionDigest {
    private final MessageDigest digest;

    private TransactionDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] of(TransactWriteItemsInput input) {
        TransactionDigest digest = new TransactionDigest();
        input.transactItems().forEach(digest::add);
        return digest.digest.digest();
    }

    private void add(TransactWriteItem item) {
        Put put = item.put();
        Delete delete = item.delete();
        Update update = item.update();
        ConditionCheck check = item.conditionCheck();
        if (put != null) {
            text("put").text(put.tableName()).values(put.item()).text(put.conditionExpression());
            names(put.expressionAttributeNames()).values(put.expressionAttributeValues());
        }
        if (delete != null) {
            text("delete").text(delete.tableName()).values(delete.key()).text(delete.conditionExpression());
            names(delete.expressionAttributeNames()).values(delete.expressionAttributeValues());
        }
        if (update != null) {
            text("update").text(update.tableName()).values(update.key()).text(update.conditionExpression());
            text(update.updateExpression());
            names(update.expressionAttributeNames()).values(update.expressionAttributeValues());
        }
        if (check != null) {
            text("check").text(check.tableName()).values(check.key()).text(check.conditionExpression());
            names(check.expressionAttributeNames()).values(check.expressionAttributeValues());
        }
    }

    private TransactionDigest bytes(byte @Nullable [] bytes) {
        int length = bytes == null ? -1 : bytes.length;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            digest.update((byte) (length >>> shift));
        }
        if (bytes != null) {
            digest.update(bytes);
        }
        return this;
    }

    private TransactionDigest text(@Nullable String text) {
        return bytes(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    private TransactionDigest names(@Nullable Map<String, String> names) {
        if (names != null) {
            new TreeMap<>(names)
                    .forEach((placeholder, name) -> text(placeholder).text(name));
        }
        return this;
    }

    private TransactionDigest values(@Nullable Map<String, AttributeValue> values) {
        return bytes(values == null ? null : ItemRow.encode(new TreeMap<>(values), 0));
    }
}
