package dev.virga.services.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.PutItemInput;
import dev.virga.kernel.FakeTime;
import dev.virga.kernel.audit.EventKind;
import dev.virga.store.RocksStore;
import dev.virga.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How much of an outbox is taken and kept.
class OutboxTableTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Trail TRAIL = new Trail(
            "111122223333",
            "eu-west-1",
            "t",
            "audit",
            null,
            false,
            false,
            null,
            null,
            "",
            Map.of(),
            true,
            null,
            null,
            Trail.Outcome.NONE,
            Trail.Outcome.NONE);

    @TempDir
    Path folder;

    private Store store;

    @BeforeEach
    void open() throws IOException {
        store = RocksStore.open(folder, Path.of("target", "native"), new FakeTime(START));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /// One event a minute.
    private void append(OutboxTable table, int count, int chars) {
        List<Store.Write> writes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            EventRecord event = new EventRecord(
                    "id",
                    START.plusSeconds(60L * i),
                    TRAIL.account(),
                    TRAIL.region(),
                    "iam.amazonaws.com",
                    "CreateUser",
                    EventKind.WRITE,
                    false,
                    null,
                    null,
                    "p",
                    List.of(),
                    List.of(),
                    "x".repeat(chars));
            writes.add(table.append(OutboxTable.Way.S3, TRAIL, event));
            if (writes.size() == 50) {
                store.commit(new Store.Transaction(null, List.of(), writes));
                writes.clear();
            }
        }
        store.commit(new Store.Transaction(null, List.of(), writes));
    }

    private Instant surplus(OutboxTable table, Instant oldest) {
        OutboxTable.Pending last = table.surplus(OutboxTable.Way.S3, TRAIL, oldest);
        return last == null ? null : last.time();
    }

    @Test
    void aPageThatIsCutByItsSizeIsFull() {
        OutboxTable table = new OutboxTable(store);
        append(table, 180, 100_000);
        OutboxTable.Page page = table.next(OutboxTable.Way.S3, TRAIL);
        assertThat(page.events()).hasSizeBetween(100, 179);
        assertThat(page.more()).isTrue();
        store.commit(new Store.Transaction(
                null,
                List.of(),
                List.of(table.remove(OutboxTable.Way.S3, TRAIL, page.events().getLast()))));
        assertThat(table.next(OutboxTable.Way.S3, TRAIL).more()).isFalse();
    }

    @Test
    void theOldestEventsOfADeadDestinationAreGivenUpByAgeNumberAndSize() {
        append(new OutboxTable(store), 100, 1_000);
        assertThat(surplus(new OutboxTable(store), START.minusSeconds(1))).isNull();
        assertThat(surplus(new OutboxTable(store), START.plusSeconds(60 * 30))).isEqualTo(START.plusSeconds(60 * 30));
        OutboxTable few = new OutboxTable(store, 10, OutboxTable.MAX_KEPT_BYTES);
        assertThat(surplus(few, START.minusSeconds(1))).isEqualTo(START.plusSeconds(60 * 89));
        OutboxTable small = new OutboxTable(store, OutboxTable.MAX_KEPT_ROWS, 20_500);
        assertThat(surplus(small, START.minusSeconds(1))).isEqualTo(START.plusSeconds(60 * 79));
    }

    @Test
    void whatIsTooLargeIsLeftOutAndCounted() {
        PutItemInput request = PutItemInput.builder()
                .tableName("t")
                .expressionAttributeNames(names(50))
                .build();
        assertThat(Members.of(DynamodbOps.MODEL, request, "requestParameters"))
                .containsEntry("omitted", true)
                .containsEntry("reason", "requestParameters too large");
        PutItemInput small = PutItemInput.builder().tableName("t").build();
        assertThat(Members.of(DynamodbOps.MODEL, small, "requestParameters")).containsEntry("tableName", "t");
        assertThat(Members.bytes(DynamodbOps.MODEL, request)).isBetween(50 * 4_000L, 50 * 5_000L);
    }

    private static Map<String, String> names(int count) {
        Map<String, String> names = new java.util.HashMap<>();
        for (int i = 0; i < count; i++) {
            names.put("#" + i, "n".repeat(4_000));
        }
        return names;
    }
}
