package dev.virga.services.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.s3.CompleteMultipartUploadOutput;
import dev.virga.api.s3.CompleteMultipartUploadRequest;
import dev.virga.api.s3.CompletedMultipartUpload;
import dev.virga.api.s3.CompletedPart;
import dev.virga.api.s3.CopyObjectRequest;
import dev.virga.api.s3.CreateBucketRequest;
import dev.virga.api.s3.CreateMultipartUploadRequest;
import dev.virga.api.s3.GetObjectAttributesOutput;
import dev.virga.api.s3.GetObjectAttributesRequest;
import dev.virga.api.s3.HeadObjectOutput;
import dev.virga.api.s3.HeadObjectRequest;
import dev.virga.api.s3.PutObjectOutput;
import dev.virga.api.s3.PutObjectRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.api.s3.UploadPartOutput;
import dev.virga.api.s3.UploadPartRequest;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Directory;
import dev.virga.kernel.FakeTime;
import dev.virga.kernel.LocalCloud;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.kernel.TestSeals;
import dev.virga.store.RocksStore;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import dev.virga.wire.Structs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChecksumsTest {
    private static final Caller ROOT = new Caller.Root("000000000000");
    private static final byte[] DIGITS = "123456789".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private Store store;
    private LocalCloud cloud;

    @BeforeEach
    void open() throws IOException {
        FakeTime time = new FakeTime(Instant.parse("2026-11-21T09:00:00Z"));
        store = RocksStore.open(folder, time);
        cloud = new LocalCloud(time, (access, call) -> new Authorizer.Allowed());
        cloud.open(new Directory(List.of(new S3(store, cloud, TestSeals.of(store), PolicyPrincipals.BY_NAME, true))));
        call(S3Ops.CreateBucket, CreateBucketRequest.builder().bucket("sums").build());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private <I extends Struct, O extends Struct> O call(Op<I, O> op, I input) {
        return cloud.call(ROOT, "us-east-1", op, input);
    }

    private static void assertRefused(String code, String words, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(AwsException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e).hasMessageContaining(words);
        });
    }

    /// What reference implementations say: of nothing, of nine digits, of 1,000,003 bytes.
    @ParameterizedTest
    @CsvSource({
        "CRC32,AAAAAA==,y/Q5Jg==,rAGt8g==",
        "CRC32C,AAAAAA==,4waSgw==,YnccdA==",
        "CRC64NVME,AAAAAAAAAAA=,rosUhgp5mIg=,DIkUHLRiymk=",
        "SHA1,2jmj7l5rSw0yVb/vlWAYkK/YBwk=,98O8HYCOBHMq32eZZczDTKeuNEE=,2fTI5imiHv/SGbNBgIb5e6hmwyA=",
        "SHA256,47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=,FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=,"
                + "p5qszzmDHjmtk4LwPFFVENzeaVgwxlqRYgFgy+Q0tBA=",
        "SHA512,z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==,"
                + "2eZ2LdHI6vbWGzxhkvxAjU1tXxF20MKRabwk5xw/J0rSf81YEbMT1oH35V7ALXPUmclUVba1u1A6z1dPuo/+hQ==,"
                + "lIWSTS+C/dR21HQD49Ya26Ybza59RtfawwNZDFWDhaQOT/jWf5zebVReMqyPAgMeY02JMKtvKmZDUYecaCqeOg==",
        "MD5,1B2M2Y8AsgTpgAmY7PhCfg==,JfnnlDI7RTiF9RgfG2JNCw==,l63MEnf+tBxJNVQu8nK22Q==",
        "XXHASH64,70bbN1HY6Zk=,jLhB20DmroM=,ZVZsj0ShojY=",
        "XXHASH3,LQaABTjTlMI=,ctyxi2ehff8=,ezmGRCVG/S4=",
        "XXHASH128,maoG0wFHmNhgAcMkRo1Jfw==,MxGUd+3l3NXpcWQnaB1YYA==,qqU1odx66oh7OYZEJUb9Lg==",
    })
    void everyAlgorithmSaysWhatTheReferenceSays(ChecksumAlgorithm algorithm, String empty, String digits, String big) {
        assertThat(algorithm.start().base64()).isEqualTo(empty);
        assertThat(sum(algorithm, DIGITS)).isEqualTo(digits);
        byte[] pattern = new byte[1_000_003];
        for (int i = 0; i < pattern.length; i++) {
            pattern[i] = (byte) ((i * 31L + 7) % 251);
        }
        ChecksumAlgorithm.Running running = algorithm.start();
        for (int at = 0; at < pattern.length; at += 777) {
            running.update(pattern, at, Math.min(777, pattern.length - at));
        }
        assertThat(running.base64()).isEqualTo(big);
    }

    private static String sum(ChecksumAlgorithm algorithm, byte[] bytes) {
        ChecksumAlgorithm.Running running = algorithm.start();
        running.update(bytes, 0, bytes.length);
        return running.base64();
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "CRC32C", "CRC64NVME"})
    void theChecksumOfTwoPartsIsThatOfTheirBytes(ChecksumAlgorithm algorithm) {
        byte[] all = Arrays.copyOf(DIGITS, 100_000);
        for (int cut : new int[] {0, 1, 9, 4_096, 99_999, 100_000}) {
            byte[] first = decode(sum(algorithm, Arrays.copyOf(all, cut)));
            byte[] second = decode(sum(algorithm, Arrays.copyOfRange(all, cut, all.length)));
            byte[] combined = CrcCombination.of(algorithm).combine(first, second, all.length - cut);
            assertThat(combined).isEqualTo(decode(sum(algorithm, all)));
        }
    }

    private static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private PutObjectRequest put(Map<String, String> members) {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket("sums")
                .key("k")
                .body(Body.of(DIGITS))
                .build();
        return Structs.with(request, S3Ops.PutObject.input(), members);
    }

    private HeadObjectOutput head() {
        return call(
                S3Ops.HeadObject,
                HeadObjectRequest.builder()
                        .bucket("sums")
                        .key("k")
                        .checksumMode("ENABLED")
                        .build());
    }

    @ParameterizedTest
    @EnumSource(ChecksumAlgorithm.class)
    void anObjectKeepsTheChecksumThatItCameWith(ChecksumAlgorithm algorithm) {
        String sum = sum(algorithm, DIGITS);
        PutObjectOutput put = call(S3Ops.PutObject, put(Map.of(algorithm.member(), sum)));
        assertThat(Structs.get(put, S3Ops.PutObject.output(), algorithm.member()))
                .isEqualTo(sum);
        HeadObjectOutput head = head();
        assertThat(Structs.get(head, S3Ops.HeadObject.output(), algorithm.member()))
                .isEqualTo(sum);
        assertThat(head.checksumType()).isEqualTo("FULL_OBJECT");
        assertRefused(
                "BadDigest",
                algorithm.name(),
                () -> call(S3Ops.PutObject, put(Map.of(algorithm.member(), sum(algorithm, new byte[1])))));
        assertRefused(
                "InvalidRequest",
                algorithm.header(),
                () -> call(S3Ops.PutObject, put(Map.of(algorithm.member(), "AA=="))));
        GetObjectAttributesOutput attributes = attributes("Checksum", "ObjectSize");
        assertThat(attributes.objectSize()).isEqualTo(9);
        assertThat(attributes.checksum().checksumType()).isEqualTo("FULL_OBJECT");
        assertThat(attributes.eTag()).isNull();
    }

    private GetObjectAttributesOutput attributes(String... names) {
        return call(
                S3Ops.GetObjectAttributes,
                GetObjectAttributesRequest.builder()
                        .bucket("sums")
                        .key("k")
                        .objectAttributes(List.of(names))
                        .build());
    }

    @Test
    void anObjectWithoutAChecksumGetsTheDefaultAndACopyAnother() {
        call(S3Ops.PutObject, put(Map.of()));
        assertThat(head().checksumCRC64NVME()).isEqualTo("rosUhgp5mIg=");
        CopyObjectRequest copy = CopyObjectRequest.builder()
                .bucket("sums")
                .key("k")
                .copySource("sums/k")
                .metadataDirective("REPLACE")
                .checksumAlgorithm("XXHASH128")
                .build();
        assertThat(call(S3Ops.CopyObject, copy).copyObjectResult().checksumXXHASH128())
                .isEqualTo("MxGUd+3l3NXpcWQnaB1YYA==");
        assertThat(head().checksumCRC64NVME()).isNull();
        assertRefused(
                "InvalidRequest",
                "Multiple checksum",
                () -> call(
                        S3Ops.PutObject,
                        put(Map.of("ChecksumMD5", "JfnnlDI7RTiF9RgfG2JNCw==", "ChecksumCRC32", "y/Q5Jg=="))));
    }

    /// An upload of a part of 5 MiB and one of nine bytes.
    private final class TwoParts {
        private final ChecksumAlgorithm algorithm;
        private final String id;
        private final List<CompletedPart> parts = new ArrayList<>();

        TwoParts(ChecksumAlgorithm algorithm, String type, boolean chosen) {
            this.algorithm = algorithm;
            id = call(
                            S3Ops.CreateMultipartUpload,
                            CreateMultipartUploadRequest.builder()
                                    .bucket("sums")
                                    .key("k")
                                    .checksumAlgorithm(chosen ? algorithm.name() : null)
                                    .checksumType(type)
                                    .build())
                    .uploadId();
            part(1, new byte[5 << 20]);
            part(2, DIGITS);
        }

        private void part(int number, byte[] bytes) {
            UploadPartRequest plain = request(number, bytes);
            UploadPartRequest request =
                    Structs.with(plain, S3Ops.UploadPart.input(), Map.of(algorithm.member(), sum(algorithm, bytes)));
            UploadPartOutput output = call(S3Ops.UploadPart, request);
            CompletedPart part = CompletedPart.builder()
                    .partNumber(number)
                    .eTag(output.eTag())
                    .build();
            parts.add(Structs.with(part, MultipartChecksum.PART, Map.of(algorithm.member(), sum(algorithm, bytes))));
        }

        UploadPartRequest request(int number, byte[] bytes) {
            return UploadPartRequest.builder()
                    .bucket("sums")
                    .key("k")
                    .uploadId(id)
                    .partNumber(number)
                    .body(Body.of(bytes))
                    .build();
        }

        CompleteMultipartUploadOutput complete(Map<String, Object> members) {
            CompleteMultipartUploadRequest request = CompleteMultipartUploadRequest.builder()
                    .bucket("sums")
                    .key("k")
                    .uploadId(id)
                    .multipartUpload(
                            CompletedMultipartUpload.builder().parts(parts).build())
                    .build();
            return call(
                    S3Ops.CompleteMultipartUpload,
                    Structs.with(request, S3Ops.CompleteMultipartUpload.input(), members));
        }
    }

    private static byte[] whole() {
        byte[] whole = new byte[(5 << 20) + 9];
        System.arraycopy(DIGITS, 0, whole, 5 << 20, 9);
        return whole;
    }

    private static Object value(CompleteMultipartUploadOutput output, ChecksumAlgorithm algorithm) {
        return Structs.get(output, S3Ops.CompleteMultipartUpload.output(), algorithm.member());
    }

    @ParameterizedTest
    @EnumSource(ChecksumAlgorithm.class)
    void partsMakeTheChecksumOfTheWhole(ChecksumAlgorithm algorithm) {
        boolean full = algorithm.allows(Checksums.Type.FULL_OBJECT);
        boolean composite = algorithm.allows(Checksums.Type.COMPOSITE);
        if (full) {
            String sum = sum(algorithm, whole());
            TwoParts upload = new TwoParts(algorithm, "FULL_OBJECT", true);
            assertRefused(
                    "BadDigest",
                    algorithm.name(),
                    () -> upload.complete(Map.of(algorithm.member(), sum(algorithm, DIGITS))));
            assertRefused("InvalidRequest", "FULL_OBJECT", () -> upload.complete(Map.of("ChecksumType", "COMPOSITE")));
            assertThat(value(upload.complete(Map.of(algorithm.member(), sum)), algorithm))
                    .isEqualTo(sum);
            assertThat(head().checksumType()).isEqualTo("FULL_OBJECT");
        } else {
            assertRefused("InvalidRequest", "FULL_OBJECT", () -> new TwoParts(algorithm, "FULL_OBJECT", true));
        }
        if (composite) {
            TwoParts upload = new TwoParts(algorithm, null, true);
            ChecksumAlgorithm.Running sums = algorithm.start();
            for (byte[] part : List.of(new byte[5 << 20], DIGITS)) {
                byte[] sum = decode(sum(algorithm, part));
                sums.update(sum, 0, sum.length);
            }
            assertThat(value(upload.complete(Map.of()), algorithm)).isEqualTo(sums.base64() + "-2");
            GetObjectAttributesOutput attributes = attributes("ObjectParts", "Checksum");
            assertThat(attributes.checksum().checksumType()).isEqualTo("COMPOSITE");
            assertThat(attributes.objectParts().totalPartsCount()).isEqualTo(2);
            assertThat(attributes.objectParts().parts()).hasSize(2);
            assertThat(attributes.objectParts().parts().getLast().size()).isEqualTo(9);
        } else {
            assertRefused("InvalidRequest", "COMPOSITE", () -> new TwoParts(algorithm, "COMPOSITE", true));
        }
    }

    @Test
    void whatIsSaidOfPartsHasToBeTrue() {
        TwoParts upload = new TwoParts(ChecksumAlgorithm.SHA256, "COMPOSITE", true);
        assertRefused(
                "InvalidRequest",
                "actual checksum Type: null",
                () -> call(S3Ops.UploadPart, upload.request(2, DIGITS)));
        assertRefused(
                "InvalidRequest",
                "actual checksum Type: crc32",
                () -> call(
                        S3Ops.UploadPart,
                        upload.request(2, DIGITS).toBuilder()
                                .checksumCRC32("y/Q5Jg==")
                                .build()));
        CompletedPart last = upload.parts.removeLast();
        upload.parts.add(last.toBuilder().checksumSHA256(null).build());
        assertRefused("InvalidRequest", "missing for part 2", () -> upload.complete(Map.of()));
        upload.parts.removeLast();
        upload.parts.add(last.toBuilder()
                .checksumSHA256(sum(ChecksumAlgorithm.SHA256, new byte[1]))
                .build());
        assertRefused("InvalidPart", "", () -> upload.complete(Map.of()));
        TwoParts plain = new TwoParts(ChecksumAlgorithm.CRC32, null, false);
        assertThat(plain.complete(Map.of()).checksumCRC64NVME()).isEqualTo(sum(ChecksumAlgorithm.CRC64NVME, whole()));
        assertThat(attributes("ObjectParts").objectParts().parts()).isNullOrEmpty();
    }
}
