package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CharClassTest {
    /// The fast way and the regular expression agree, for every pattern of the models.
    @Test
    void everyPatternOfTheModelsMatchesTheSame() {
        Set<String> patterns = new TreeSet<>();
        for (String service :
                List.of("dynamodb", "iam", "kms", "lambda", "logs", "s3", "secretsmanager", "sqs", "ssm")) {
            Model model = TestModels.load(service);
            for (int i = 0; i < model.size(); i++) {
                Shape shape = model.shape(i);
                patterns.add(String.valueOf(shape.pattern()));
                shape.members().forEach(m -> patterns.add(String.valueOf(m.pattern())));
            }
        }
        Random random = new Random(1);
        int simple = 0;
        for (String pattern : patterns) {
            CharClass fast = CharClass.of(pattern);
            if (fast == null) {
                continue;
            }
            simple++;
            Pattern slow = Pattern.compile("\\A(?:" + pattern + ")\\z");
            for (int i = 0; i < 2000; i++) {
                StringBuilder text = new StringBuilder();
                for (int k = random.nextInt(12); k > 0; k--) {
                    text.append((char) (i < 600 ? random.nextInt(140) : '-' + random.nextInt(80)));
                }
                assertThat(fast.matches(text.toString()))
                        .as(pattern + " " + text)
                        .isEqualTo(slow.matcher(text).find());
            }
            for (char c = 0; c < 200; c++) {
                String one = String.valueOf(c);
                assertThat(fast.matches(one))
                        .as(pattern + " " + (int) c)
                        .isEqualTo(slow.matcher(one).find());
            }
        }
        assertThat(simple).isGreaterThan(30);
    }
}
