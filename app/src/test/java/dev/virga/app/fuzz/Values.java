package dev.virga.app.fuzz;

import dev.virga.wire.Member;
import dev.virga.wire.Shape;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Random values of a model's shapes, mostly within its constraints: structures and unions as maps
/// from [Member], lists, maps, and the JDK's types.
final class Values {
    private static final int MAX_DEPTH = 6;

    /// What patterns usually want. The name `fuzz` is that of things which exist.
    private static final List<String> WORDS = List.of(
            "fuzz",
            "fuzz",
            "fuzz",
            "a",
            "abc",
            "my-name",
            "My_Name.1",
            "12",
            "000000000000",
            "us-east-1",
            "true",
            "arn:aws:iam::000000000000:role/fuzz",
            "arn:aws:s3:::fuzz-bucket/*",
            "fuzz-bucket",
            "/a/b",
            "/",
            "arn:aws:lambda:us-east-1:000000000000:function:fuzz",
            "arn:aws:logs:us-east-1:000000000000:log-group:fuzz",
            "arn:aws:dynamodb:us-east-1:000000000000:table/fuzz",
            "https://example.com/x",
            "a@example.com",
            "a=b",
            "2012-10-17",
            "2026-11-21T09:00:00Z",
            "python3.13",
            "index.handler",
            "{}",
            "[]",
            "*",
            "10.0.0.0/8",
            "alias/fuzz",
            "1234abcd-12ab-34cd-56ef-1234567890ab",
            "\u00e4\u00f6",
            "x y",
            "",
            "s3:GetObject",
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}");

    private final Random random;
    private final Map<Member, List<String>> fitting = new HashMap<>();

    Values(Random random) {
        this.random = random;
    }

    Object of(Member member, int depth) {
        Shape shape = member.target();
        return switch (shape.kind()) {
            case STRING -> text(member);
            case ENUM ->
                random.nextInt(20) == 0 || shape.enumValues().isEmpty()
                        ? word()
                        : shape.enumValues()
                                .get(random.nextInt(shape.enumValues().size()));
            case INT_ENUM ->
                shape.intEnumValues().get(random.nextInt(shape.intEnumValues().size()));
            case BOOLEAN -> random.nextBoolean();
            case BYTE, SHORT, INTEGER, LONG, BIG_INTEGER -> (long) number(member);
            case FLOAT, DOUBLE -> number(member) + random.nextInt(4) / 4.0;
            case BIG_DECIMAL -> BigDecimal.valueOf(random.nextInt(100_000), random.nextInt(5));
            case BLOB -> bytes();
            case TIMESTAMP -> Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE));
            case DOCUMENT -> Map.of("a", List.of(1L, "b", true));
            case LIST -> list(member, shape, depth);
            case MAP -> map(member, shape, depth);
            case STRUCTURE -> structure(shape, depth);
            case UNION -> union(shape, depth);
        };
    }

    Map<Member, Object> structure(Shape shape, int depth) {
        Map<Member, Object> members = new LinkedHashMap<>();
        for (Member member : shape.members()) {
            boolean deep = member.target().kind().aggregate() && depth >= MAX_DEPTH;
            if (member.required()
                    ? random.nextInt(100) > 0 && depth < 2 * MAX_DEPTH
                    : !deep && random.nextInt(4) == 0) {
                members.put(member, of(member, depth + 1));
            }
        }
        return members;
    }

    private Map<Member, Object> union(Shape shape, int depth) {
        if (depth >= 2 * MAX_DEPTH) {
            return Map.of();
        }
        List<Member> all = shape.members();
        Member chosen = all.get(random.nextInt(depth >= MAX_DEPTH ? 1 : all.size()));
        return Map.of(chosen, of(chosen, depth + 1));
    }

    private List<Object> list(Member member, Shape shape, int depth) {
        List<Object> all = new ArrayList<>();
        for (int i = count(member, depth); i > 0; i--) {
            all.add(of(shape.element(), depth + 1));
        }
        return all;
    }

    private Map<String, Object> map(Member member, Shape shape, int depth) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = count(member, depth); i > 0; i--) {
            all.put(String.valueOf(of(shape.mapKey(), depth + 1)), of(shape.mapValue(), depth + 1));
        }
        return all;
    }

    private int count(Member member, int depth) {
        int least = member.hasLength() ? (int) Math.max(0, Math.min(3, member.min())) : 0;
        return depth >= MAX_DEPTH ? least : least + random.nextInt(3);
    }

    private double number(Member member) {
        if (member.hasRange() && random.nextInt(10) > 0) {
            double low = Math.max(member.min(), -1000);
            double high = Math.min(member.max(), low + 100_000);
            return Math.floor(low + random.nextDouble() * Math.max(0, high - low));
        }
        return random.nextInt(6) == 0 ? random.nextInt() : random.nextInt(200);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private String text(Member member) {
        if (random.nextInt(15) == 0) {
            return word();
        }
        List<String> good = fitting.computeIfAbsent(member, Values::fit);
        return good.isEmpty() ? word() : good.get(random.nextInt(good.size()));
    }

    private static List<String> fit(Member member) {
        return WORDS.stream()
                .filter(word -> !member.hasLength() || (word.length() >= member.min() && word.length() <= member.max()))
                .filter(word ->
                        member.pattern() == null || member.regex().matcher(word).matches())
                .toList();
    }
}
