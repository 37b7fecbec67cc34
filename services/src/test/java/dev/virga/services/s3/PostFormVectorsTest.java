package dev.virga.services.s3;

import dev.virga.kernel.VectorFile;
import dev.virga.wire.Body;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostFormVectorsTest {
    @Test
    void formsAreReadOrRefusedAsTheFileSays() throws IOException {
        VectorFile.of("post-form").check(one -> {
            String type = one.get("type") instanceof String given ? given : "multipart/form-data; boundary=x";
            byte[] bytes = VectorFile.text(one.get("input")).getBytes(StandardCharsets.UTF_8);
            Body body = new Body(new ByteArrayInputStream(bytes), bytes.length);
            HttpRequest request = new HttpRequest(
                    "POST", "/b", null, new Headers().add("Content-Type", type), body, "127.0.0.1", false);
            PostForm form = PostForm.read(request);
            Map<String, Object> value = new LinkedHashMap<>(form.fields());
            value.put("file", new String(form.file().readAllBytes(), StandardCharsets.UTF_8));
            return value;
        });
    }

    @Test
    void policiesOfFormsAreReadOrRefusedAsTheFileSays() throws IOException {
        VectorFile.of("post-policy").check(one -> {
            String text = VectorFile.text(one.get("input"));
            boolean raw = Boolean.TRUE.equals(one.get("raw"));
            PostPolicy policy = PostPolicy.parse(
                    raw ? text : Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
            List<Object> value = new ArrayList<>(
                    policy.conditions().stream().map(Object::toString).toList());
            value.add(policy.expiration().toString());
            value.add(policy.minBytes());
            value.add(policy.maxBytes());
            return value;
        });
    }
}
