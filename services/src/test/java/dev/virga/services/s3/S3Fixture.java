package dev.virga.services.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.s3.CreateBucketRequest;
import dev.virga.api.s3.GetObjectOutput;
import dev.virga.api.s3.GetObjectRequest;
import dev.virga.api.s3.PutObjectRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Directory;
import dev.virga.kernel.FakeTime;
import dev.virga.kernel.LocalCloud;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.kernel.TestSeals;
import dev.virga.kernel.Timers;
import dev.virga.services.kms.Kms;
import dev.virga.store.RocksStore;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import dev.virga.wire.Op;
import dev.virga.wire.RandomUuid;
import dev.virga.wire.Struct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// A cloud of S3 and KMS on a store in a folder. Everything is allowed but what `refused` names;
/// what was asked is in `asked`.
final class S3Fixture implements AutoCloseable {
    static final String BUCKET = "sealed";
    static final Caller ROOT = new Caller.Root("000000000000");
    static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    final FakeTime time = new FakeTime(NOW);
    final Store store;
    final LocalCloud cloud;
    final List<String> refused = new ArrayList<>();
    final List<Access> asked = new ArrayList<>();
    private final Path folder;

    S3Fixture(Path folder) throws IOException {
        this.folder = folder;
        store = RocksStore.open(folder, time);
        cloud = new LocalCloud(time, (access, call) -> {
            asked.add(access);
            return refused.contains(access.action())
                    ? new Authorizer.Denied("because it is refused")
                    : new Authorizer.Allowed();
        });
        cloud.open(new Directory(List.of(
                new S3(store, cloud, TestSeals.of(store), PolicyPrincipals.BY_NAME, true),
                new Kms(store, new Timers(store, time), TestSeals.of(store)))));
        if (store.get(new dev.virga.store.KeyBuilder().string(BUCKET).toKey("s3")) == null) {
            call(
                    S3Ops.CreateBucket,
                    CreateBucketRequest.builder().bucket(BUCKET).build());
        }
    }

    <I extends Struct, O extends Struct> O call(Op<I, O> op, I input) {
        return cloud.call(ROOT, "us-east-1", op, input);
    }

    /// As a client of that address sends it.
    <I extends Struct, O extends Struct> O call(Op<I, O> op, I input, String address, boolean secure) {
        Call call = new Call(
                ROOT,
                ROOT.account(),
                "us-east-1",
                RandomUuid.text(),
                null,
                NOW,
                address,
                secure,
                "http://127.0.0.1:4566");
        return cloud.call(call, op, input);
    }

    static PutObjectRequest.Builder object(String key, byte[] content) {
        return PutObjectRequest.builder().bucket(BUCKET).key(key).body(Body.of(content));
    }

    static GetObjectRequest.Builder of(String key) {
        return GetObjectRequest.builder().bucket(BUCKET).key(key);
    }

    byte[] bytes(GetObjectRequest.Builder request) {
        GetObjectOutput output = call(S3Ops.GetObject, request.build());
        try {
            return Objects.requireNonNull(output.body()).stream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void fails(String code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    /// The files under the store's folder, and those of the blobs, that have these bytes.
    List<Path> filesWith(String text) throws IOException {
        return TestSeals.filesWith(folder, text);
    }

    @Override
    public void close() {
        store.close();
    }
}
