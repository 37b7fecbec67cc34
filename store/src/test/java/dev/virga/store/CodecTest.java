package dev.virga.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Keys and values as table classes write them.
final class CodecTest {
    private record Parts(String text, long number, byte[] bytes) {
        static final Comparator<Parts> ORDER = Comparator.<Parts, byte[]>comparing(
                        parts -> Utf8.strict(parts.text), Arrays::compareUnsigned)
                .thenComparing(Parts::number)
                .thenComparing(Parts::bytes, Arrays::compareUnsigned);

        byte[] key() {
            return new KeyBuilder().string(text).number(number).bytes(bytes).toBytes();
        }

        static Parts random(Random random) {
            String[] letters = {"\0", "\1", "a", "ÿ", "\uffff", "𝄞"};
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(4); i > 0; i--) {
                text.append(letters[random.nextInt(letters.length)]);
            }
            byte[] bytes = new byte[random.nextInt(3)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextInt(3) - 1);
            }
            long number = random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(5) - 2;
            return new Parts(text.toString(), number, bytes);
        }
    }

    @Test
    void keysCompareLikeTheirPartsAndAreTakenApart() {
        long seed = System.nanoTime();
        System.out.println("seed of keysCompareLikeTheirPartsAndAreTakenApart: " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            Parts one = Parts.random(random);
            Parts two = Parts.random(random);
            assertThat(Integer.signum(Arrays.compareUnsigned(one.key(), two.key())))
                    .as("%s and %s", one, two)
                    .isEqualTo(Integer.signum(Parts.ORDER.compare(one, two)));
            KeyReader reader = new KeyReader(one.key());
            assertThat(reader.string()).isEqualTo(one.text);
            assertThat(reader.number()).isEqualTo(one.number);
            assertThat(reader.bytes()).isEqualTo(one.bytes);
            assertThat(reader.rest()).isEmpty();
        }
    }

    @Test
    void aPrefixEndsBehindAllItsKeys() {
        assertThat(KeyBuilder.prefixEnd(new byte[] {1, 2})).isEqualTo(new byte[] {1, 3});
        assertThat(KeyBuilder.prefixEnd(new byte[] {1, -1, -1})).isEqualTo(new byte[] {2});
        assertThat(KeyBuilder.prefixEnd(new byte[] {0x7f})).isEqualTo(new byte[] {(byte) 0x80});
        assertThat(KeyBuilder.prefixEnd(new byte[] {-1})).isNull();
        assertThat(KeyBuilder.prefixEnd(new byte[0])).isNull();
        assertThat(KeyBuilder.after(new byte[] {1})).isEqualTo(new byte[] {1, 0});
    }

    @Test
    void aKeyThatWouldCollideIsRefused() {
        assertThatThrownBy(() -> new KeyBuilder().string("\ud800")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void damagedKeysAreNoticed() {
        for (byte[] key : List.of(new byte[0], new byte[] {'a'}, new byte[] {'a', 0}, new byte[] {0, 5, 0, 1})) {
            assertThatThrownBy(() -> new KeyReader(key).string()).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> new KeyReader(key).number()).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> KeyReader.sequence(key)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void fieldsAreReadAsTheyWereWritten() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("z", "1");
        map.put("a", "𝄞");
        long[] numbers = {0, 1, -1, 63, -64, 64, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE};
        RowWriter writer = new RowWriter(7);
        for (long number : numbers) {
            writer.varint(number);
        }
        byte[] row = writer.string("")
                .string("x".repeat(1000))
                .nullableString(null)
                .nullableString("")
                .nullableBytes(new byte[] {1})
                .nullableVarint(null)
                .nullableVarint(-5L)
                .bool(true)
                .real(-0.5)
                .map(map)
                .list(List.of("a", "b"), RowWriter::string)
                .bytes(new byte[] {1, 2})
                .toBytes();
        RowReader reader = new RowReader(row).upTo(7);
        assertThat(reader.format()).isEqualTo(7);
        for (long number : numbers) {
            assertThat(reader.varint()).isEqualTo(number);
        }
        assertThat(reader.string()).isEmpty();
        assertThat(reader.string()).hasSize(1000);
        assertThat(reader.nullableString()).isNull();
        assertThat(reader.nullableString()).isEmpty();
        assertThat(reader.nullableBytes()).containsExactly(1);
        assertThat(reader.nullableVarint()).isNull();
        assertThat(reader.nullableVarint()).isEqualTo(-5);
        assertThat(reader.bool()).isTrue();
        assertThat(reader.real()).isEqualTo(-0.5);
        assertThat(reader.map()).containsExactlyEntriesOf(map);
        assertThat(reader.list(RowReader::string)).containsExactly("a", "b");
        assertThat(reader.more()).isTrue();
        assertThat(reader.bytes()).containsExactly(1, 2);
        assertThat(reader.more()).isFalse();
    }

    @Test
    void damagedRowsAreNoticedWhateverTheirLengthsSay() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] row = new byte[random.nextInt(12)];
            random.nextBytes(row);
            try {
                RowReader reader = new RowReader(row);
                switch (random.nextInt(6)) {
                    case 0 -> reader.string();
                    case 1 -> reader.nullableBytes();
                    case 2 -> reader.map();
                    case 3 -> reader.list(RowReader::string);
                    case 4 -> reader.real();
                    default -> reader.varint();
                }
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("cannot be read");
            }
        }
        assertThatThrownBy(() -> new RowReader(new byte[] {2}).upTo(1)).hasMessageContaining("knows up to 1");
        assertThatThrownBy(() -> new RowWriter(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
