package dev.virga.services.secretsmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.kernel.Caller;
import dev.virga.kernel.Directory;
import dev.virga.kernel.FakeTime;
import dev.virga.kernel.LocalCloud;
import dev.virga.kernel.Service;
import dev.virga.kernel.TestSeals;
import dev.virga.kernel.Timers;
import dev.virga.kernel.crypto.Seals;
import dev.virga.services.iam.Iam;
import dev.virga.services.kms.Kms;
import dev.virga.services.ssm.Ssm;
import dev.virga.store.RocksStore;
import dev.virga.wire.AwsException;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Secrets Manager, Parameter Store, KMS and IAM on a real store, called along the straight line.
public final class SecretsCloud implements AutoCloseable {
    public static final String ACCOUNT = "111122223333";
    public static final String REGION = "us-east-1";
    public static final Caller ROOT = new Caller.Root(ACCOUNT);
    public static final Instant START = Instant.parse("2026-05-06T10:00:00Z");

    private static final Path NATIVE = Path.of("target", "native");
    private static final long LONGEST_WAIT_NANOS = 20_000_000_000L;

    public final FakeTime time;
    public final LocalCloud cloud;
    public final RocksStore store;
    private final List<Service> services = new ArrayList<>();
    private final Timers timers;

    public SecretsCloud(Path folder) throws IOException {
        this(folder, new FakeTime(START), cloud -> List.of());
    }

    /// @param more services of a test's own
    public SecretsCloud(Path folder, FakeTime time, Function<LocalCloud, List<Service>> more) throws IOException {
        this.time = time;
        store = RocksStore.open(folder, NATIVE, time);
        byte[] key = new byte[32];
        Seals seals = TestSeals.of(store);
        Iam iam = new Iam(store, time, ACCOUNT, key, seals, false);
        cloud = new LocalCloud(time, iam.authorizer());
        timers = new Timers(store, time);
        services.add(iam);
        services.add(new Kms(store, timers, seals));
        services.add(new Secretsmanager(store, cloud, timers, time));
        services.add(new Ssm(store, cloud, timers));
        services.addAll(more.apply(cloud));
        cloud.open(new Directory(services));
        services.forEach(Service::start);
        timers.start();
    }

    public <I extends Struct, O extends Struct> O call(Op<I, O> op, I input) {
        return cloud.call(ROOT, REGION, op, input);
    }

    public <I extends Struct, O extends Struct> O in(String region, Op<I, O> op, I input) {
        return cloud.call(ROOT, region, op, input);
    }

    /// Whatever the timers do happens on threads of their own.
    public static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST_WAIT_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it happens in time").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    public static void fails(String code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @Override
    public void close() {
        services.reversed().forEach(Service::close);
        timers.close();
        store.close();
    }
}
