package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.Export;
import dev.virga.api.cloudformation.Stack;
import dev.virga.api.cloudformation.StackEvent;
import dev.virga.kernel.crypto.Seal;
import dev.virga.kernel.crypto.Seals;
import dev.virga.store.KeyBuilder;
import dev.virga.store.KeyReader;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.Structs;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Stacks and all that belongs to them. UUID is the end of a stack's id.
///
///     cloudformation/ACCOUNT/REGION   "s" UUID            -> format, JSON of Stack, Work
///                                     "n" NAME            -> format, UUID of the stack that has
///                                                            the name now
///                                     "v" UUID NUMBER     -> Revision
///                                     "r" UUID LOGICAL-ID -> ResourceRow
///                                     "e" UUID SEQUENCE   -> format, JSON of StackEvent
///                                     "c" UUID CHANGE-SET -> ChangeSetRow
///                                     "x" EXPORT          -> format, JSON of Export
///                                     "i" EXPORT UUID     -> format, name of the stack that
///                                                            imports it
///     cloudformation                  ACCOUNT REGION UUID -> format: work is under way
///
/// Templates, parameters and the properties of resources may hold secrets: the rows "v", "r", "e"
/// and "c" are sealed (format 64, sealed row). Those of former releases are not, and are read as
/// they are.
final class StackTable {
    private static final int FORMAT = 1;
    private static final int SEALED = 64;
    private static final String UNDER_WAY = "cloudformation";
    private static final int MAX_ROWS = 10_000;
    private static final int MAX_BYTES = 64 << 20;

    /// @param position of the event, for the next page
    record Event(StackEvent event, long position) {}

    private final Store store;
    private final Seal seal;

    StackTable(Store store, Seals seals) {
        this.store = store;
        this.seal = seals.of("cloudformation");
    }

    private byte[] sealed(byte[] row, Place place, String... parts) {
        return new RowWriter(SEALED)
                .bytes(seal.seal(row, context(place, parts)))
                .toBytes();
    }

    private byte[] opened(byte[] row, Place place, String... parts) {
        RowReader reader = new RowReader(row);
        return reader.format() == SEALED ? seal.open(reader.bytes(), context(place, parts)) : row;
    }

    private static String context(Place place, String... parts) {
        return domain(place) + "/" + String.join("/", parts);
    }

    private static String domain(Place place) {
        return "cloudformation/" + place.account() + "/" + place.region();
    }

    private static Store.Key key(Place place, String kind, String... parts) {
        return builder(kind, parts).toKey(domain(place));
    }

    private static KeyBuilder builder(String kind, String... parts) {
        KeyBuilder key = new KeyBuilder().string(kind);
        for (String part : parts) {
            key.string(part);
        }
        return key;
    }

    private static Store.Key revisionKey(Place place, String uuid, long number) {
        return builder("v", uuid).number(number).toKey(domain(place));
    }

    private static Store.Key workKey(Place place, String uuid) {
        return new KeyBuilder()
                .string(place.account())
                .string(place.region())
                .string(uuid)
                .toKey(UNDER_WAY);
    }

    @Nullable
    StackRow stack(Place place, String uuid) {
        Store.Row row = store.get(key(place, "s", uuid));
        return row == null ? null : stack(place, uuid, row);
    }

    private static StackRow stack(Place place, String uuid, Store.Row row) {
        RowReader reader = new RowReader(row.value()).upTo(FORMAT);
        Stack stack = Structs.fromJson(reader.bytes(), Shapes.STACK);
        return new StackRow(place, uuid, stack, Work.read(reader), row.version());
    }

    /// By name, or by id, which also finds stacks that are gone.
    @Nullable
    StackRow find(Place place, String nameOrId) {
        if (nameOrId.startsWith("arn:")) {
            String[] parts = nameOrId.split("/", -1);
            StackRow row = parts.length == 3 ? stack(place, parts[2]) : null;
            return row != null && row.id().equals(nameOrId) ? row : null;
        }
        Store.Row row = store.get(key(place, "n", nameOrId));
        return row == null
                ? null
                : stack(place, new RowReader(row.value()).upTo(FORMAT).string());
    }

    /// @throws dev.virga.wire.AwsException ValidationError
    StackRow get(Place place, String nameOrId) {
        StackRow row = find(place, nameOrId);
        if (row == null) {
            throw CfnErrors.noStack(nameOrId);
        }
        return row;
    }

    /// Every stack, those too that are gone.
    List<StackRow> stacks(Place place) {
        return scan(
                place,
                row -> {
                    KeyReader key = new KeyReader(row.key().bytes());
                    key.string();
                    return stack(place, key.string(), row);
                },
                "s");
    }

    Revision revision(StackRow stack, long number) {
        Store.Row row = store.get(revisionKey(stack.place(), stack.uuid(), number));
        if (row == null) {
            throw new IllegalStateException("revision " + number + " of " + stack.id() + " is missing");
        }
        return Revision.fromBytes(opened(row.value(), stack.place(), "v", stack.uuid(), Long.toString(number)));
    }

    /// A row with a third part in its key: the resource's, the change set's name.
    private byte[] opened(Store.Row row, StackRow stack, String kind) {
        KeyReader key = new KeyReader(row.key().bytes());
        key.string();
        key.string();
        return opened(row.value(), stack.place(), kind, stack.uuid(), key.string());
    }

    List<ResourceRow> resources(StackRow stack) {
        return scan(stack.place(), row -> ResourceRow.fromBytes(opened(row, stack, "r")), "r", stack.uuid());
    }

    List<ChangeSetRow> changeSets(StackRow stack) {
        return scan(stack.place(), row -> ChangeSetRow.fromBytes(opened(row, stack, "c")), "c", stack.uuid());
    }

    List<Export> exports(Place place) {
        return scan(place, StackTable::export, "x");
    }

    @Nullable
    Export export(Place place, String name) {
        Store.Row row = store.get(key(place, "x", name));
        return row == null ? null : export(row);
    }

    private static Export export(Store.Row row) {
        return Structs.fromJson(new RowReader(row.value()).upTo(FORMAT).bytes(), Shapes.EXPORT);
    }

    /// Names of the stacks that import what is exported under the name.
    List<String> importers(Place place, String name) {
        return scan(place, row -> new RowReader(row.value()).upTo(FORMAT).string(), "i", name);
    }

    private <T> List<T> scan(Place place, Function<Store.Row, T> read, String kind, String... parts) {
        byte[] prefix = builder(kind, parts).toBytes();
        List<T> result = new ArrayList<>();
        for (Store.Row row :
                store.scan(domain(place), prefix, KeyBuilder.prefixEnd(prefix), false, MAX_ROWS, MAX_BYTES)) {
            result.add(read.apply(row));
        }
        return result;
    }

    /// Newest first.
    ///
    /// @param before position of the last event of the page before, or [Long#MAX_VALUE]
    List<Event> events(StackRow stack, long before, int max) {
        byte[] prefix = builder("e", stack.uuid()).toBytes();
        byte[] end = new KeyBuilder().raw(prefix).raw(sequence(before)).toBytes();
        List<Event> result = new ArrayList<>();
        for (Store.Row row : store.scan(domain(stack.place()), prefix, end, true, max, MAX_BYTES)) {
            byte[] value = opened(row.value(), stack.place(), "e", stack.uuid());
            byte[] json = new RowReader(value).upTo(FORMAT).bytes();
            result.add(new Event(
                    Structs.fromJson(json, Shapes.EVENT),
                    KeyReader.sequence(row.key().bytes())));
        }
        return result;
    }

    private static byte[] sequence(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /// A stack on which work is under way.
    record UnderWay(Place place, String uuid) {}

    List<UnderWay> underWay() {
        List<UnderWay> result = new ArrayList<>();
        for (Store.Row row : store.scan(UNDER_WAY, new byte[0], null, false, MAX_ROWS, MAX_BYTES)) {
            KeyReader key = new KeyReader(row.key().bytes());
            result.add(new UnderWay(new Place(key.string(), key.string()), key.string()));
        }
        return result;
    }

    Change change(Place place) {
        return new Change(place);
    }

    /// Collects the writes of one change and commits them together.
    final class Change {
        private final Place place;
        private final List<Store.Check> checks = new ArrayList<>();
        private final List<Store.Write> writes = new ArrayList<>();

        private Change(Place place) {
            this.place = place;
        }

        /// Writes the stack, if nobody changed it since it was read.
        Change stack(StackRow row) {
            Store.Key key = key(place, "s", row.uuid());
            checks.add(row.version() == 0 ? new Store.Absent(key) : new Store.At(key, row.version()));
            RowWriter writer = new RowWriter(FORMAT).bytes(Structs.toJson(row.stack(), Shapes.STACK));
            row.work().write(writer);
            writes.add(new Store.Put(key, writer.toBytes()));
            Store.Key work = workKey(place, row.uuid());
            writes.add(
                    row.inProgress() ? new Store.Put(work, new RowWriter(FORMAT).toBytes()) : new Store.Delete(work));
            return this;
        }

        /// Gives the name to a stack, if no other has it.
        Change claim(StackRow row) {
            Store.Key key = key(place, "n", row.name());
            checks.add(new Store.Absent(key));
            writes.add(
                    new Store.Put(key, new RowWriter(FORMAT).string(row.uuid()).toBytes()));
            return this;
        }

        Change release(StackRow row) {
            writes.add(new Store.Delete(key(place, "n", row.name())));
            return this;
        }

        Change revision(StackRow row, long number, Revision revision) {
            writes.add(new Store.Put(
                    revisionKey(place, row.uuid(), number),
                    sealed(revision.toBytes(), place, "v", row.uuid(), Long.toString(number))));
            return this;
        }

        Change dropRevision(StackRow row, long number) {
            writes.add(new Store.Delete(revisionKey(place, row.uuid(), number)));
            return this;
        }

        Change resource(StackRow stack, ResourceRow row) {
            writes.add(new Store.Put(
                    key(place, "r", stack.uuid(), row.logicalId()),
                    sealed(row.toBytes(), place, "r", stack.uuid(), row.logicalId())));
            return this;
        }

        Change dropResource(StackRow stack, String logicalId) {
            writes.add(new Store.Delete(key(place, "r", stack.uuid(), logicalId)));
            return this;
        }

        Change event(StackRow stack, StackEvent event) {
            writes.add(new Store.Append(
                    key(place, "e", stack.uuid()), sealed(json(event, Shapes.EVENT), place, "e", stack.uuid())));
            return this;
        }

        Change changeSet(StackRow stack, ChangeSetRow row) {
            writes.add(new Store.Put(
                    key(place, "c", stack.uuid(), row.uuid()),
                    sealed(row.toBytes(), place, "c", stack.uuid(), row.uuid())));
            return this;
        }

        Change dropChangeSet(StackRow stack, ChangeSetRow row) {
            writes.add(new Store.Delete(key(place, "c", stack.uuid(), row.uuid())));
            return this;
        }

        /// @param fresh the name must not be exported yet
        Change export(Export export, boolean fresh) {
            Store.Key key = key(place, "x", export.name());
            if (fresh) {
                checks.add(new Store.Absent(key));
            }
            writes.add(new Store.Put(key, json(export, Shapes.EXPORT)));
            return this;
        }

        Change dropExport(String name) {
            writes.add(new Store.Delete(key(place, "x", name)));
            return this;
        }

        Change imports(StackRow stack, String name) {
            writes.add(new Store.Put(
                    key(place, "i", name, stack.uuid()),
                    new RowWriter(FORMAT).string(stack.name()).toBytes()));
            return this;
        }

        Change dropImport(StackRow stack, String name) {
            writes.add(new Store.Delete(key(place, "i", name, stack.uuid())));
            return this;
        }

        private byte[] json(Struct value, Shape shape) {
            return new RowWriter(FORMAT).bytes(Structs.toJson(value, shape)).toBytes();
        }

        /// False when a check failed; nothing was written then.
        boolean commit() {
            return store.commit(new Store.Transaction(null, checks, writes)) instanceof Store.Committed;
        }
    }
}
