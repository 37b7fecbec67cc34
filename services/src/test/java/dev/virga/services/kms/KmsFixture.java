package dev.virga.services.kms;

import dev.virga.api.kms.*;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Directory;
import dev.virga.kernel.FakeTime;
import dev.virga.kernel.LocalCloud;
import dev.virga.kernel.MeddlingStore;
import dev.virga.kernel.TestSeals;
import dev.virga.kernel.Timers;
import dev.virga.kernel.crypto.Seals;
import dev.virga.services.iam.Iam;
import dev.virga.store.RocksStore;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// KMS and IAM on a real store, called along the straight line.
final class KmsFixture implements AutoCloseable {
    static final String ACCOUNT = "111122223333";
    static final String OTHER_ACCOUNT = "444455556666";
    static final String REGION = "us-east-1";
    static final Caller ROOT = new Caller.Root(ACCOUNT);
    static final byte[] TEXT = "attack at dawn".getBytes(StandardCharsets.UTF_8);

    final FakeTime time = new FakeTime(Instant.parse("2026-01-01T00:00:00Z"));
    final MeddlingStore store;
    final LocalCloud cloud;
    private final Timers timers;
    private final Kms kms;

    KmsFixture(Path folder) throws IOException {
        store = new MeddlingStore(RocksStore.open(folder, Path.of("target", "native"), time));
        timers = new Timers(store, time);
        Seals seals = TestSeals.of(store);
        Iam iam = new Iam(store, time, ACCOUNT, new byte[32], seals, true);
        cloud = new LocalCloud(time, iam.authorizer());
        kms = new Kms(store, timers, seals);
        cloud.open(new Directory(List.of(iam, kms)));
        timers.start();
    }

    <I extends Struct, O extends Struct> O call(Op<I, O> op, I input) {
        return as(ROOT, op, input);
    }

    <I extends Struct, O extends Struct> O as(Caller caller, Op<I, O> op, I input) {
        return cloud.call(caller, REGION, op, input);
    }

    <I extends Struct, O extends Struct> O in(String region, Op<I, O> op, I input) {
        return cloud.call(ROOT, region, op, input);
    }

    <I extends Struct, O extends Struct> O via(Caller caller, String service, Op<I, O> op, I input) {
        Call direct = new Call(
                caller,
                caller.account(),
                REGION,
                "request",
                null,
                time.instant(),
                "127.0.0.1",
                false,
                "http://127.0.0.1:4566");
        return cloud.call(direct.via(service), op, input);
    }

    String key() {
        return key(CreateKeyRequest.builder());
    }

    String key(String spec, String usage) {
        return key(CreateKeyRequest.builder().keySpec(spec).keyUsage(usage));
    }

    String key(CreateKeyRequest.Builder input) {
        return call(KmsOps.CreateKey, input.build()).keyMetadata().arn();
    }

    KeyMetadata describe(String keyId) {
        return call(
                        KmsOps.DescribeKey,
                        DescribeKeyRequest.builder().keyId(keyId).build())
                .keyMetadata();
    }

    byte[] encrypt(String keyId, Map<String, String> context) {
        return encrypt(ROOT, keyId, context);
    }

    byte[] encrypt(Caller caller, String keyId, Map<String, String> context) {
        return as(
                        caller,
                        KmsOps.Encrypt,
                        EncryptRequest.builder()
                                .keyId(keyId)
                                .plaintext(TEXT)
                                .encryptionContext(context)
                                .build())
                .ciphertextBlob();
    }

    DecryptResponse decrypt(byte[] blob, Map<String, String> context) {
        return decrypt(ROOT, blob, context);
    }

    DecryptResponse decrypt(Caller caller, byte[] blob, Map<String, String> context) {
        return as(
                caller,
                KmsOps.Decrypt,
                DecryptRequest.builder()
                        .ciphertextBlob(blob)
                        .encryptionContext(context)
                        .build());
    }

    /// A user with one policy.
    Caller user(String name, String account, String policy) {
        Caller root = new Caller.Root(account);
        String id = as(
                        root,
                        dev.virga.api.iam.IamOps.CreateUser,
                        dev.virga.api.iam.CreateUserRequest.builder()
                                .userName(name)
                                .build())
                .user()
                .userId();
        if (!policy.isEmpty()) {
            as(
                    root,
                    dev.virga.api.iam.IamOps.PutUserPolicy,
                    dev.virga.api.iam.PutUserPolicyRequest.builder()
                            .userName(name)
                            .policyName("p")
                            .policyDocument(policy)
                            .build());
        }
        return new Caller.User(account, "/", name, id);
    }

    @Override
    public void close() {
        kms.close();
        timers.close();
        store.close();
    }
}
