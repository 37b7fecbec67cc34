package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignedEventStreamTest {
    private static final HmacKey KEY = new HmacKey("secret".getBytes(StandardCharsets.UTF_8));
    private static final String SCOPE = "20260101/us-east-1/transcribe/aws4_request";
    private static final Instant TIME = Instant.parse("2026-01-01T12:00:00Z");
    private static final AwsChunkedStream.Signing REQUEST =
            new AwsChunkedStream.Signing(KEY, SigV4.Algorithm.HMAC, "20260101T115959Z", SCOPE, "ab".repeat(32));

    /// Messages as a client signs them, the empty last one included.
    private static List<byte[]> signed(String... payloads) {
        List<byte[]> all = new ArrayList<>();
        String previous = REQUEST.signature();
        List<String> each = new ArrayList<>(List.of(payloads));
        each.add("");
        for (String text : each) {
            byte[] payload = text.getBytes(StandardCharsets.UTF_8);
            Map<String, Object> headers = new LinkedHashMap<>();
            headers.put(":date", TIME);
            String toSign = "AWS4-HMAC-SHA256-PAYLOAD\n20260101T120000Z\n" + SCOPE + "\n" + previous + "\n"
                    + Sha256.hex(EventMessage.headerBytes(headers)) + "\n" + Sha256.hex(payload);
            previous = KEY.signHex(toSign);
            headers.put(":chunk-signature", HexFormat.of().parseHex(previous));
            all.add(new EventMessage(headers, payload).bytes());
        }
        return all;
    }

    private static InputStream open(List<byte[]> messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        messages.forEach(out::writeBytes);
        return new SignedEventStream(new ByteArrayInputStream(out.toByteArray()), REQUEST);
    }

    @Test
    void whatIsSignedIsRead() throws Exception {
        assertThat(open(signed("one", "two")).readAllBytes()).asString().isEqualTo("onetwo");
    }

    @Test
    void nothingMayBeLeftOutMovedAddedOrCutOff() {
        List<byte[]> good = signed("one", "two", "three");
        List<List<byte[]>> bad = List.of(
                List.of(good.get(1), good.get(2), good.get(3)),
                List.of(good.get(0), good.get(2), good.get(1), good.get(3)),
                List.of(good.get(0), good.get(0), good.get(1), good.get(2), good.get(3)),
                List.of(good.get(0), good.get(1), good.get(2)),
                List.of(new EventMessage(Map.of(), new byte[1]).bytes()));
        for (List<byte[]> messages : bad) {
            assertThatThrownBy(() -> open(messages).readAllBytes()).isInstanceOf(AwsException.class);
        }
    }
}
