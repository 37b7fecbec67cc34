package dev.virga.kernel.policy;

import dev.virga.kernel.VectorFile;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PolicyVectorsTest {
    @Test
    void documentsAreReadOrRefusedAsTheFileSays() throws IOException {
        VectorFile.of("policy").check(one -> {
            PolicyDocument.Kind kind = PolicyDocument.Kind.valueOf((String) one.get("kind"));
            return PolicyDocument.parse(VectorFile.text(one.get("input")), kind)
                    .statements()
                    .size();
        });
    }
}
