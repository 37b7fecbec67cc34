package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CborTest {
    private static final Model DYNAMODB = TestModels.load("dynamodb");

    private static Object parse(String hex) {
        return new CborLexer(HexFormat.of().parseHex(hex)).document();
    }

    /// From appendix A of RFC 8949.
    @ParameterizedTest
    @CsvSource({
        "1bffffffffffffffff, 18446744073709551615",
        "c249010000000000000000, 18446744073709551616",
        "3bffffffffffffffff, -18446744073709551616",
        "c349010000000000000000, -18446744073709551617",
        "f93c00, 1.0",
        "f90400, 6.1035156E-5",
        "fb3ff199999999999a, 1.1",
        "c48221196ab3, 273.15",
        "7f657374726561646d696e67ff, streaming",
        "83018202039f0405ff, '[1, [2, 3], [4, 5]]'",
        "bf61610161629f0203ffff, '{a=1, b=[2, 3]}'",
        "f7, ",
        "f5, true",
    })
    void theExamplesOfTheStandardAreRead(String hex, String wanted) {
        Object value = parse(hex);
        assertThat(value == null ? null : value.toString()).isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1c",
                "1f",
                "ff",
                "5f00ff",
                "7f4100ff",
                "9bffffffffffffffff",
                "5affffffff00",
                "bbffffffffffffffff",
                "a1",
                "a16161",
                "c4830001",
                "c48200fb7ff8000000000000",
                "0000",
                "fc",
                "f818"
            })
    void whatIsMalformedIsRefused(String hex) {
        assertThatThrownBy(() -> parse(hex)).isInstanceOf(AwsException.class);
    }

    @Test
    void nestingHasALimit() {
        byte[] lists = new byte[1 << 20];
        Arrays.fill(lists, (byte) 0x81);
        assertThatThrownBy(() -> new CborLexer(lists).document()).isInstanceOf(AwsException.class);
        byte[] tags = new byte[1 << 20];
        Arrays.fill(tags, (byte) 0xc5);
        assertThatThrownBy(() -> new CborLexer(tags).document()).isInstanceOf(AwsException.class);
    }

    @Test
    void whatIsWrittenIsRead() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "ä".repeat(30));
        value.put("whole", List.of(0L, 23L, 24L, 255L, 256L, 65_536L, Long.MAX_VALUE, Long.MIN_VALUE, -1L, -25L));
        value.put("big", new BigInteger("123456789012345678901234567890"));
        value.put("small", new BigInteger("-123456789012345678901234567890"));
        value.put("decimal", new BigDecimal("-1.50"));
        value.put("real", 1.5);
        value.put("none", null);
        CborWriter out = new CborWriter(1, false);
        out.any(value);
        assertThat(new CborLexer(out.bytes()).document()).isEqualTo(value);
    }

    private static HttpRequest request(byte[] body, String... headers) {
        Headers all = new Headers();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        return new HttpRequest(
                "POST",
                "/service/DynamoDB_20120810/operation/ListTables",
                null,
                all,
                Body.of(body),
                "127.0.0.1",
                false);
    }

    private static byte[] listTables() {
        CborWriter out = new CborWriter(16, false);
        out.any(Map.of("Limit", 5L));
        return out.bytes();
    }

    /// A service whose model names none of them.
    @Test
    void everyRpcServiceSpeaksBothFormsOfCbor() {
        HttpRequest rpc = request(listTables(), "Smithy-Protocol", "rpc-v2-cbor", "Content-Type", "application/cbor");
        HttpRequest old = request(
                listTables(),
                "X-Amz-Target",
                "DynamoDB_20120810.ListTables",
                "Content-Type",
                "application/x-amz-cbor-1.1");
        assertThat(Wire.decode(DYNAMODB, rpc, 100).protocol()).isEqualTo(Protocol.RPC_V2_CBOR);
        Decoded decoded = Wire.decode(DYNAMODB, old, 100);
        assertThat(decoded.protocol()).isEqualTo(Protocol.AWS_CBOR_1_1);
        assertThat(TestModels.at(decoded.op().input(), decoded.input(), "Limit"))
                .isEqualTo(5);
        HttpResponse error = Answers.encodeError(
                Protocol.AWS_CBOR_1_1, DYNAMODB, new AwsException("ValidationException", 400, "no"), "id");
        assertThat(error.headers.get("Content-Type")).isEqualTo("application/x-amz-cbor-1.1");
    }

    @Test
    void anOperationOfAnotherServiceIsUnknown() {
        HttpRequest rpc = request(listTables(), "Smithy-Protocol", "rpc-v2-cbor");
        assertThatThrownBy(() -> Wire.route(TestModels.load("kms"), rpc, 100))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo("UnknownOperationException"));
    }

    @Test
    void anyBytesAreAnInputOrAnError() {
        Random random = new Random(7);
        byte[] good = listTables();
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = Arrays.copyOf(good, 1 + random.nextInt(good.length + 8));
            for (int k = random.nextInt(4); k >= 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                Wire.decode(DYNAMODB, request(bytes, "Smithy-Protocol", "rpc-v2-cbor"), 1000);
            } catch (AwsException e) {
                assertThat(e.status()).isBetween(400, 499);
            }
        }
    }
}
