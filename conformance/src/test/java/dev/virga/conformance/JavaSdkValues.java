package dev.virga.conformance;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/// Requests and answers of the AWS SDK for Java as plain values, led by the fields that its classes
/// describe themselves with.
final class JavaSdkValues {
    private static final Set<String> RENAMED = Set.of("NUL");

    private JavaSdkValues() {}

    static Object request(Class<?> type, Map<String, Object> members) throws ReflectiveOperationException {
        return filled((SdkPojo) type.getMethod("builder").invoke(null), members);
    }

    private static Object filled(SdkPojo builder, Map<String, Object> members) {
        for (Map.Entry<String, Object> member : members.entrySet()) {
            SdkField<?> field = builder.sdkFields().stream()
                    .filter(f -> List.of(f.memberName(), f.locationName()).contains(member.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no member " + member.getKey()));
            field.set(builder, value(field, member.getValue()));
        }
        return ((Buildable) builder).build();
    }

    @SuppressWarnings("unchecked")
    private static Object value(SdkField<?> field, Object given) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.SDK_POJO) {
            return filled(field.constructor().get(), (Map<String, Object>) given);
        }
        if (type == MarshallingType.LIST) {
            SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
            return ((List<Object>) given)
                    .stream().map(one -> value(element, one)).toList();
        }
        if (type == MarshallingType.MAP) {
            SdkField<?> element = field.getTrait(MapTrait.class).valueFieldInfo();
            Map<String, Object> map = new LinkedHashMap<>();
            ((Map<String, Object>) given).forEach((key, one) -> map.put(key, value(element, one)));
            return map;
        }
        if (type == MarshallingType.SDK_BYTES) {
            return bytes(given);
        }
        if (type == MarshallingType.INTEGER) {
            return ((Number) given).intValue();
        }
        return given;
    }

    /// The SDK renames a member here and there, but not on the wire.
    private static String name(SdkField<?> field) {
        return RENAMED.contains(field.memberName()) ? field.locationName() : field.memberName();
    }

    /// What `$blob` or `$base64` stand for.
    static SdkBytes bytes(@Nullable Object marked) {
        if (marked instanceof Map<?, ?> map) {
            return map.get("$blob") instanceof String text
                    ? SdkBytes.fromUtf8String(text)
                    : SdkBytes.fromByteArray(Base64.getDecoder().decode((String) map.get("$base64")));
        }
        throw new IllegalArgumentException("no bytes: " + marked);
    }

    /// An answer whose body was read.
    static SdkPojo withBody(ResponseBytes<?> answer) {
        return new Read((SdkPojo) answer.response(), answer.asByteArray());
    }

    private record Read(SdkPojo head, byte[] body) implements SdkPojo {
        @Override
        public List<SdkField<?>> sdkFields() {
            return head.sdkFields();
        }
    }

    static Map<String, Object> shown(SdkPojo answer) {
        SdkPojo head = answer instanceof Read read ? read.head() : answer;
        Map<String, Object> shown = new LinkedHashMap<>();
        for (SdkField<?> field : head.sdkFields()) {
            Object value = shown(field.getValueOrDefault(head));
            if (value != null) {
                shown.put(name(field), value);
            }
        }
        if (answer instanceof Read read) {
            shown.put("Body", marked(read.body()));
        }
        return shown;
    }

    /// Null when there is nothing to show.
    private static @Nullable Object shown(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case SdkPojo pojo -> {
                Map<String, Object> shown = shown(pojo);
                yield shown.isEmpty() ? null : shown;
            }
            case SdkBytes bytes -> marked(bytes.asByteArray());
            case Instant time -> "<time>";
            case Document document -> document.unwrap();
            case List<?> list -> {
                List<Object> shown = new ArrayList<>();
                list.forEach(one -> shown.add(Objects.requireNonNullElse(shown(one), Map.of())));
                yield shown.isEmpty() ? null : shown;
            }
            case Map<?, ?> map -> {
                Map<Object, Object> shown = new LinkedHashMap<>();
                map.forEach((key, one) -> shown.put(key, shown(one)));
                yield shown.isEmpty() ? null : shown;
            }
            case Integer number -> number.longValue();
            default -> value;
        };
    }

    private static Map<String, Object> marked(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Map.of("$blob", text);
        } catch (CharacterCodingException e) {
            return Map.of("$base64", Base64.getEncoder().encodeToString(bytes));
        }
    }
}
