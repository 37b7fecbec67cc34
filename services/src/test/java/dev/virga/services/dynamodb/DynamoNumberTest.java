package dev.virga.services.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DynamoNumberTest {
    @Test
    void numbersHaveOneForm() {
        Map<String, String> forms = Map.ofEntries(
                Map.entry("0", "0"),
                Map.entry("-0", "0"),
                Map.entry("0.000", "0"),
                Map.entry("007", "7"),
                Map.entry("+7", "7"),
                Map.entry("1.50", "1.5"),
                Map.entry("-1.50e2", "-150"),
                Map.entry(".5", "0.5"),
                Map.entry("1e-5", "0.00001"),
                Map.entry("123456789012345678", "123456789012345678"),
                Map.entry("1E+125", "1" + "0".repeat(125)),
                Map.entry("1E-130", "0." + "0".repeat(129) + "1"));
        forms.forEach((text, form) ->
                assertThat(DynamoNumber.canonical(text)).as(text).isEqualTo(form));
    }

    @Test
    void whatIsNoNumberInRangeIsRefused() {
        Map<String, String> errors = Map.of(
                "",
                "The parameter cannot be converted to a numeric value",
                "abc",
                "The parameter cannot be converted to a numeric value: abc",
                "٣",
                "The parameter cannot be converted to a numeric value: ٣",
                " 1",
                "The parameter cannot be converted to a numeric value:  1",
                "1E126",
                "Number overflow. Attempting to store a number with magnitude larger than supported range",
                "1E-131",
                "Number underflow. Attempting to store a number with magnitude smaller than supported range",
                "1E999999999",
                "Number overflow. Attempting to store a number with magnitude larger than supported range",
                "1".repeat(39),
                "Attempting to store more than 38 significant digits in a Number");
        errors.forEach((text, message) ->
                assertThatThrownBy(() -> DynamoNumber.canonical(text)).as(text).hasMessage(message));
    }

    @Test
    void keysCompareAsNumbersDo() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String[] numbers = new String[500];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = DynamoNumber.canonical(randomNumber(random));
        }
        for (String a : numbers) {
            for (String b : numbers) {
                int expected = Integer.signum(new BigDecimal(a).compareTo(new BigDecimal(b)));
                assertThat(Integer.signum(Arrays.compareUnsigned(DynamoNumber.ordered(a), DynamoNumber.ordered(b))))
                        .as("%s and %s, seed %d", a, b, seed)
                        .isEqualTo(expected);
                assertThat(Integer.signum(DynamoNumber.compare(a, b))).isEqualTo(expected);
            }
        }
    }

    private static String randomNumber(Random random) {
        int digits = 1 + random.nextInt(DynamoNumber.MAX_DIGITS);
        BigInteger unscaled = new BigInteger(Math.max(1, digits * 3), random);
        int exponent = random.nextInt(4) == 0 ? random.nextInt(200) - 120 : random.nextInt(6) - 3;
        return (random.nextBoolean() ? "-" : "") + unscaled + "E" + exponent;
    }
}
