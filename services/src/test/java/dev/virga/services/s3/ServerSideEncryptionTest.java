package dev.virga.services.s3;

import static dev.virga.services.s3.S3Fixture.BUCKET;
import static dev.virga.services.s3.S3Fixture.NOW;
import static dev.virga.services.s3.S3Fixture.fails;
import static dev.virga.services.s3.S3Fixture.object;
import static dev.virga.services.s3.S3Fixture.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.kms.CreateKeyRequest;
import dev.virga.api.kms.DisableKeyRequest;
import dev.virga.api.kms.KmsOps;
import dev.virga.api.s3.CompleteMultipartUploadOutput;
import dev.virga.api.s3.CompleteMultipartUploadRequest;
import dev.virga.api.s3.CompletedMultipartUpload;
import dev.virga.api.s3.CompletedPart;
import dev.virga.api.s3.CopyObjectOutput;
import dev.virga.api.s3.CopyObjectRequest;
import dev.virga.api.s3.CreateMultipartUploadOutput;
import dev.virga.api.s3.CreateMultipartUploadRequest;
import dev.virga.api.s3.GetObjectOutput;
import dev.virga.api.s3.GetObjectRequest;
import dev.virga.api.s3.HeadObjectOutput;
import dev.virga.api.s3.HeadObjectRequest;
import dev.virga.api.s3.PutObjectOutput;
import dev.virga.api.s3.PutObjectRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.api.s3.UploadPartCopyRequest;
import dev.virga.api.s3.UploadPartOutput;
import dev.virga.api.s3.UploadPartRequest;
import dev.virga.store.Blobs;
import dev.virga.store.Store;
import dev.virga.wire.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSideEncryptionTest {
    private static final String SECRET = "the plain words of this object";
    private static final int PART = 5 << 20;
    private static final String KEY_A = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String KEY_B =
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path folder;

    private S3Fixture s3;

    @BeforeEach
    void open() throws IOException {
        s3 = new S3Fixture(folder);
    }

    @AfterEach
    void close() {
        s3.close();
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        byte[] words = SECRET.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at + words.length <= size; at += 4096) {
            System.arraycopy(words, 0, content, at, words.length);
        }
        return content;
    }

    private static String md5(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    }

    private static String md5Base64(String key) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("MD5")
                        .digest(Base64.getDecoder().decode(key)));
    }

    private String kmsKey() {
        return s3.call(KmsOps.CreateKey, CreateKeyRequest.builder().build())
                .keyMetadata()
                .arn();
    }

    private HeadObjectOutput head(String key) {
        return s3.call(
                S3Ops.HeadObject,
                HeadObjectRequest.builder().bucket(BUCKET).key(key).build());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1024, 16384, 16385, 65519, 65520, 65521, 131040, 300_000, 3_000_000})
    void everyObjectIsEncryptedAndReadsAsItWas(int size) throws Exception {
        byte[] content = content(size);
        PutObjectOutput put = s3.call(S3Ops.PutObject, object("plain", content).build());
        assertThat(put.serverSideEncryption()).isEqualTo("AES256");
        assertThat(put.eTag()).isEqualTo('"' + md5(content) + '"');
        assertThat(s3.bytes(of("plain"))).isEqualTo(content);
        assertThat(head("plain").serverSideEncryption()).isEqualTo("AES256");
        assertThat(head("plain").contentLength()).isEqualTo(size);
        Random random = new Random(1);
        for (int i = 0; i < 20 && size > 0; i++) {
            int from = random.nextInt(size);
            int to = from + random.nextInt(size - from);
            assertThat(s3.bytes(of("plain").range("bytes=" + from + "-" + to)))
                    .isEqualTo(Arrays.copyOfRange(content, from, to + 1));
        }
        assertThat(s3.filesWith(SECRET)).isEmpty();
    }

    @Test
    void theSameContentTwiceIsNotSeenToBeTheSame() throws IOException {
        s3.call(S3Ops.PutObject, object("one", content(100_000)).build());
        s3.call(S3Ops.PutObject, object("two", content(100_000)).build());
        assertThat(s3.store.blobs().list(null, 10)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"AES256", "aws:kms", "SSE-C"})
    void partsBecomeAnObjectThatSharesItsBytesWithCopiesUnderTheSameKey(String how) throws Exception {
        boolean customer = how.equals("SSE-C");
        String algorithm = customer ? null : how;
        String key = customer ? KEY_A : null;
        String keyMd5 = customer ? md5Base64(KEY_A) : null;
        String named = customer ? "AES256" : null;
        CreateMultipartUploadOutput begun = s3.call(
                S3Ops.CreateMultipartUpload,
                CreateMultipartUploadRequest.builder()
                        .bucket(BUCKET)
                        .key("big")
                        .serverSideEncryption(algorithm)
                        .sseCustomerAlgorithm(named)
                        .sseCustomerKey(key)
                        .sseCustomerKeyMD5(keyMd5)
                        .build());
        assertThat(begun.serverSideEncryption()).isEqualTo(algorithm);
        assertThat(begun.sseCustomerAlgorithm()).isEqualTo(named);
        s3.call(
                S3Ops.PutObject,
                object("source", content(PART + 7))
                        .serverSideEncryption(algorithm)
                        .build());
        byte[] first = content(PART);
        List<CompletedPart> parts = new ArrayList<>();
        UploadPartRequest.Builder part = UploadPartRequest.builder()
                .bucket(BUCKET)
                .key("big")
                .uploadId(begun.uploadId())
                .partNumber(1)
                .sseCustomerAlgorithm(named)
                .sseCustomerKey(key)
                .sseCustomerKeyMD5(keyMd5);
        UploadPartOutput one =
                s3.call(S3Ops.UploadPart, part.body(Body.of(first)).build());
        assertThat(one.serverSideEncryption()).isEqualTo(algorithm);
        parts.add(CompletedPart.builder().partNumber(1).eTag(one.eTag()).build());
        String two = s3.call(
                        S3Ops.UploadPartCopy,
                        UploadPartCopyRequest.builder()
                                .bucket(BUCKET)
                                .key("big")
                                .uploadId(begun.uploadId())
                                .partNumber(2)
                                .copySource(BUCKET + "/source")
                                .copySourceRange("bytes=7-" + (PART + 6))
                                .sseCustomerAlgorithm(named)
                                .sseCustomerKey(key)
                                .sseCustomerKeyMD5(keyMd5)
                                .build())
                .copyPartResult()
                .eTag();
        parts.add(CompletedPart.builder().partNumber(2).eTag(two).build());
        String three = s3.call(
                        S3Ops.UploadPart,
                        part.partNumber(3).body(Body.of(content(1000))).build())
                .eTag();
        parts.add(CompletedPart.builder().partNumber(3).eTag(three).build());
        int before = s3.store.blobs().list(null, 100).size();
        CompleteMultipartUploadOutput done = s3.call(
                S3Ops.CompleteMultipartUpload,
                CompleteMultipartUploadRequest.builder()
                        .bucket(BUCKET)
                        .key("big")
                        .uploadId(begun.uploadId())
                        .multipartUpload(
                                CompletedMultipartUpload.builder().parts(parts).build())
                        .build());
        assertThat(done.eTag()).endsWith("-3\"");
        assertThat(done.serverSideEncryption()).isEqualTo(algorithm);
        CopyObjectOutput copied = s3.call(
                S3Ops.CopyObject,
                CopyObjectRequest.builder()
                        .bucket(BUCKET)
                        .key("copy")
                        .copySource(BUCKET + "/big")
                        .serverSideEncryption(algorithm)
                        .sseCustomerAlgorithm(named)
                        .sseCustomerKey(key)
                        .sseCustomerKeyMD5(keyMd5)
                        .copySourceSSECustomerAlgorithm(named)
                        .copySourceSSECustomerKey(key)
                        .copySourceSSECustomerKeyMD5(keyMd5)
                        .build());
        assertThat(copied.copyObjectResult().eTag()).isEqualTo(done.eTag());
        assertThat(s3.store.blobs().list(null, 100)).hasSize(before);
        for (String each : List.of("big", "copy")) {
            GetObjectRequest.Builder get =
                    of(each).sseCustomerAlgorithm(named).sseCustomerKey(key).sseCustomerKeyMD5(keyMd5);
            byte[] all = s3.bytes(get);
            assertThat(all).hasSize(2 * PART + 1000).startsWith(first);
            assertThat(Arrays.copyOfRange(all, PART, 2 * PART))
                    .isEqualTo(Arrays.copyOfRange(content(PART + 7), 7, PART + 7));
            assertThat(s3.bytes(get.range("bytes=" + (PART - 10) + "-" + (2 * PART + 20))))
                    .isEqualTo(Arrays.copyOfRange(all, PART - 10, 2 * PART + 21));
        }
        assertThat(s3.filesWith(SECRET)).isEmpty();
    }

    @Test
    void aKmsKeyGuardsWhatItEncrypts() {
        String key = kmsKey();
        PutObjectOutput put = s3.call(
                S3Ops.PutObject,
                object("kms", content(100_000))
                        .serverSideEncryption("aws:kms")
                        .ssekmsKeyId(key)
                        .build());
        assertThat(put.ssekmsKeyId()).isEqualTo(key);
        assertThat(put.serverSideEncryption()).isEqualTo("aws:kms");
        assertThat(put.bucketKeyEnabled()).isNull();
        assertThat(s3.bytes(of("kms"))).isEqualTo(content(100_000));
        s3.refused.add("kms:Decrypt");
        assertThat(head("kms").ssekmsKeyId()).isEqualTo(key);
        fails("AccessDenied", "kms:Decrypt", () -> s3.bytes(of("kms")));
        fails(
                "AccessDenied",
                "kms:Decrypt",
                () -> s3.call(
                        S3Ops.HeadObject,
                        HeadObjectRequest.builder()
                                .bucket(BUCKET)
                                .key("kms")
                                .checksumMode("ENABLED")
                                .build()));
        s3.refused.clear();
        s3.refused.add("kms:GenerateDataKey");
        fails(
                "AccessDenied",
                "kms:GenerateDataKey",
                () -> s3.call(
                        S3Ops.PutObject,
                        object("x", content(10)).serverSideEncryption("aws:kms").build()));
        s3.refused.clear();
        s3.call(KmsOps.DisableKey, DisableKeyRequest.builder().keyId(key).build());
        fails("KMS.DisabledException", "is disabled", () -> s3.bytes(of("kms")));
    }

    @Test
    void theEncryptionContextNamesTheObjectOrTheBucket() {
        String context = Base64.getEncoder().encodeToString("{\"team\":\"blue\"}".getBytes(StandardCharsets.UTF_8));
        PutObjectOutput put = s3.call(
                S3Ops.PutObject,
                object("context", content(10))
                        .serverSideEncryption("aws:kms")
                        .bucketKeyEnabled(true)
                        .ssekmsEncryptionContext(context)
                        .build());
        assertThat(put.bucketKeyEnabled()).isTrue();
        assertThat(put.ssekmsEncryptionContext()).isEqualTo(context);
        assertThat(s3.asked).anySatisfy(access -> assertThat(access.conditions())
                .containsEntry("kms:EncryptionContext:team", List.of("blue"))
                .containsEntry("kms:EncryptionContext:aws:s3:arn", List.of("arn:aws:s3:::" + BUCKET))
                .containsEntry("kms:ViaService", List.of("s3.us-east-1.amazonaws.com")));
        s3.asked.clear();
        s3.call(
                S3Ops.PutObject,
                object("context", content(10)).serverSideEncryption("aws:kms").build());
        assertThat(s3.asked).anySatisfy(access -> assertThat(access.conditions())
                .containsEntry("kms:EncryptionContext:aws:s3:arn", List.of("arn:aws:s3:::" + BUCKET + "/context")));
        assertThat(s3.bytes(of("context"))).isEqualTo(content(10));
    }

    @Test
    void aCopyUnderAnotherKeyIsEncryptedAgain() throws Exception {
        String key = kmsKey();
        s3.call(S3Ops.PutObject, object("from", content(100_000)).build());
        s3.call(
                S3Ops.CopyObject,
                CopyObjectRequest.builder()
                        .bucket(BUCKET)
                        .key("to")
                        .copySource(BUCKET + "/from")
                        .serverSideEncryption("aws:kms")
                        .ssekmsKeyId(key)
                        .build());
        assertThat(s3.store.blobs().list(null, 10)).hasSize(2);
        assertThat(s3.bytes(of("to"))).isEqualTo(content(100_000));
        // Without a word the copy has the bucket's default again, whatever the source had.
        CopyObjectOutput back = s3.call(
                S3Ops.CopyObject,
                CopyObjectRequest.builder()
                        .bucket(BUCKET)
                        .key("back")
                        .copySource(BUCKET + "/to")
                        .build());
        assertThat(back.serverSideEncryption()).isEqualTo("AES256");
        assertThat(back.copyObjectResult().eTag()).isEqualTo('"' + md5(content(100_000)) + '"');
        assertThat(s3.bytes(of("back"))).isEqualTo(content(100_000));
    }

    @Test
    void onlyTheCustomersKeyOpensWhatItEncrypted() throws Exception {
        PutObjectOutput put = s3.call(
                S3Ops.PutObject,
                object("mine", content(50_000))
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(KEY_A)
                        .sseCustomerKeyMD5(md5Base64(KEY_A))
                        .build());
        assertThat(put.sseCustomerKeyMD5()).isEqualTo(md5Base64(KEY_A));
        assertThat(put.serverSideEncryption()).isNull();
        assertThat(put.eTag()).isNotEqualTo('"' + md5(content(50_000)) + '"');
        GetObjectRequest.Builder right =
                of("mine").sseCustomerAlgorithm("AES256").sseCustomerKey(KEY_A).sseCustomerKeyMD5(md5Base64(KEY_A));
        assertThat(s3.bytes(right)).isEqualTo(content(50_000));
        fails("InvalidRequest", "a form of Server Side Encryption", () -> s3.bytes(of("mine")));
        fails("InvalidRequest", "a form of Server Side Encryption", () -> head("mine"));
        fails(
                "AccessDenied",
                "Access Denied",
                () -> s3.bytes(of("mine")
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(KEY_B)
                        .sseCustomerKeyMD5(md5Base64(KEY_B))));
        GetObjectRequest request = right.build();
        assertThat(s3.call(S3Ops.GetObject, request, "127.0.0.1", false)).isNotNull();
        fails("InvalidRequest", "secure connection", () -> s3.call(S3Ops.GetObject, request, "10.0.0.7", false));
        s3.call(S3Ops.PutObject, object("theirs", content(10)).build());
        fails(
                "InvalidRequest",
                "not applicable",
                () -> s3.bytes(of("theirs")
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(KEY_A)
                        .sseCustomerKeyMD5(md5Base64(KEY_A))));
    }

    @Test
    void requestsForWhatIsNotThereAreRefused() throws Exception {
        Map<String, PutObjectRequest.Builder> wrong = Map.of(
                "InvalidArgument: method specified is not supported",
                object("x", content(1)).serverSideEncryption("aes256"),
                "NotImplemented: aws:kms:dsse",
                object("x", content(1)).serverSideEncryption("aws:kms:dsse"),
                "InvalidArgument: requires HTTP header x-amz-server-side-encryption : aws:kms",
                object("x", content(1)).ssekmsKeyId("some"),
                "KMS.NotFoundException: does not exist",
                object("x", content(1))
                        .serverSideEncryption("aws:kms")
                        .ssekmsKeyId("11111111-2222-3333-4444-555555555555"),
                "InvalidEncryptionAlgorithmError: Supported value: AES256",
                object("x", content(1)).sseCustomerAlgorithm("AES128"),
                "InvalidArgument: an appropriate secret key",
                object("x", content(1)).sseCustomerAlgorithm("AES256"),
                "InvalidArgument: client calculated MD5",
                object("x", content(1)).sseCustomerAlgorithm("AES256").sseCustomerKey(KEY_A),
                "InvalidArgument: did not match the hash",
                object("x", content(1))
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(KEY_A)
                        .sseCustomerKeyMD5(md5Base64(KEY_B)),
                "InvalidArgument: incompatible with the encryption method",
                object("x", content(1))
                        .serverSideEncryption("AES256")
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(KEY_A)
                        .sseCustomerKeyMD5(md5Base64(KEY_A)),
                "InvalidArgument: string-string map",
                object("x", content(1)).serverSideEncryption("aws:kms").ssekmsEncryptionContext("e30x"));
        wrong.forEach((expected, request) -> fails(
                expected.substring(0, expected.indexOf(':')),
                expected.substring(expected.indexOf(':') + 2),
                () -> s3.call(S3Ops.PutObject, request.build())));
    }

    @Test
    void objectsOfAFormerReleaseAreReadAndEncryptedWhenTheyAreCopied() throws IOException {
        byte[] content = content(40_000);
        BucketRow bucket = new BucketTable(s3.store).get(BUCKET);
        Blobs.Ref ref = s3.store.blobs().write(new ByteArrayInputStream(content));
        ObjectRow row = new ObjectRow(
                "0".repeat(32),
                NOW,
                "STANDARD",
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                new Content(List.of(new Content.Blob(ref))),
                null);
        byte[] former = row.write();
        former = Arrays.copyOf(former, former.length - 1);
        former[0] = 1;
        s3.store.commit(new Store.Transaction(
                null, List.of(), List.of(new Store.Put(ObjectTable.key(bucket, "former"), former))));
        assertThat(s3.bytes(of("former"))).isEqualTo(content);
        assertThat(head("former").serverSideEncryption()).isNull();
        assertThat(s3.filesWith(SECRET)).hasSize(1);
        s3.call(
                S3Ops.CopyObject,
                CopyObjectRequest.builder()
                        .bucket(BUCKET)
                        .key("former")
                        .copySource(BUCKET + "/former")
                        .serverSideEncryption("AES256")
                        .build());
        assertThat(s3.bytes(of("former"))).isEqualTo(content);
        s3.time.advance(Duration.ofHours(1));
        s3.store.blobs().delete(ref);
        assertThat(s3.bytes(of("former"))).isEqualTo(content);
        assertThat(s3.filesWith(SECRET)).isEmpty();
    }

    @Test
    void whatWasChangedOnTheDiskIsNotHandedOut() throws IOException {
        s3.call(S3Ops.PutObject, object("damaged", content(200_000)).build());
        List<Path> blobs;
        try (var files = java.nio.file.Files.walk(folder)) {
            blobs = files.filter(f -> f.getFileName().toString().length() == 62).toList();
        }
        try (RandomAccessFile file = new RandomAccessFile(blobs.getFirst().toFile(), "rw")) {
            file.seek(70_000);
            int was = file.read();
            file.seek(70_000);
            file.write(was ^ 1);
        }
        GetObjectOutput output = s3.call(S3Ops.GetObject, of("damaged").build());
        assertThatThrownBy(() -> output.body().stream().readAllBytes()).isInstanceOf(IOException.class);
        // The first chunk is whole.
        assertThat(s3.bytes(of("damaged").range("bytes=0-99"))).isEqualTo(Arrays.copyOf(content(200_000), 100));
    }

    @Test
    void aRowInAnothersPlaceDoesNotOpen() {
        s3.call(S3Ops.PutObject, object("a", content(100)).build());
        s3.call(S3Ops.PutObject, object("b", content(100)).build());
        BucketRow bucket = new BucketTable(s3.store).get(BUCKET);
        Store.Row row = s3.store.get(ObjectTable.key(bucket, "a"));
        s3.store.commit(new Store.Transaction(
                null, List.of(), List.of(new Store.Put(ObjectTable.key(bucket, "b"), row.value()))));
        assertThatThrownBy(() -> s3.bytes(of("b"))).isInstanceOf(IllegalStateException.class);
    }
}
