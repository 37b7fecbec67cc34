package dev.virga.services.iam;

import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Directory;
import dev.virga.kernel.FakeTime;
import dev.virga.kernel.LocalCloud;
import dev.virga.kernel.TestSeals;
import dev.virga.services.sts.Sts;
import dev.virga.store.RocksStore;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// IAM and STS on a real store, called along the straight line.
public final class TestCloud implements AutoCloseable {
    public static final String ACCOUNT = "111122223333";
    public static final String ENDPOINT = "https://cloud.example:4566";
    public static final String REGION = "us-east-1";
    public static final Caller ROOT = new Caller.Root(ACCOUNT);
    public static final Instant START = Instant.parse("2026-05-06T10:00:00Z");

    /// Unpacked once for all tests.
    private static final Path NATIVE = Path.of("target", "native");

    public final FakeTime time = new FakeTime(START);
    public final Iam iam;
    public final Sts sts;
    public final LocalCloud cloud;
    private final RocksStore store;

    public TestCloud(Path folder) throws IOException {
        byte[] rootKey = new byte[32];
        store = RocksStore.open(folder, NATIVE, time);
        iam = new Iam(store, time, ACCOUNT, rootKey, TestSeals.of(store), true);
        cloud = new LocalCloud(time, iam.authorizer());
        sts = new Sts(
                cloud,
                iam.authorizer(),
                iam.mfaCodes(),
                iam.identityTokens(),
                iam.samlIssuers(),
                Set.of(ENDPOINT),
                time,
                rootKey,
                true);
        cloud.open(new Directory(List.of(iam, sts)), iam.callLog());
        iam.start();
    }

    public <I extends Struct, O extends Struct> O call(Op<I, O> op, I input) {
        return cloud.call(ROOT, REGION, op, input);
    }

    public <I extends Struct, O extends Struct> O as(Caller caller, Op<I, O> op, I input) {
        return cloud.call(caller, REGION, op, input);
    }

    public Call callOf(Caller caller) {
        return new Call(
                caller, ACCOUNT, REGION, "request", null, time.instant(), "127.0.0.1", false, "http://127.0.0.1:4566");
    }

    /// Commits so far, this question among them.
    public long commits() {
        Store.Put mark = new Store.Put(new Store.Key("test", new byte[] {1}), new byte[0]);
        Store.Result result = store.commit(new Store.Transaction(null, List.of(), List.of(mark)));
        return ((Store.Committed) result).version();
    }

    @Override
    public void close() {
        iam.close();
        store.close();
    }
}
