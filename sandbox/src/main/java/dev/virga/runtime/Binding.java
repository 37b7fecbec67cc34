package dev.virga.runtime;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns parsed JSON into the types that handlers declare (records, beans, collections, simple
/// types), and objects into properties. Names are compared without regard to case, as the events of
/// AWS are not written as Java names are.
final class Binding {
    private static final List<String> TEXT_FACTORIES = List.of("parse", "valueOf", "fromString", "create", "of");

    private Binding() {}

    static @Nullable Object convert(@Nullable Object value, Type type) {
        return switch (type) {
            case Class<?> c -> convertTo(value, c, List.of());
            case ParameterizedType p ->
                convertTo(value, (Class<?>) p.getRawType(), List.of(p.getActualTypeArguments()));
            case GenericArrayType array -> array(value, array.getGenericComponentType());
            case WildcardType wildcard -> convert(value, wildcard.getUpperBounds()[0]);
            case TypeVariable<?> variable -> convert(value, variable.getBounds()[0]);
            default -> value;
        };
    }

    private static @Nullable Object convertTo(@Nullable Object value, Class<?> type, List<Type> arguments) {
        if (type == Optional.class) {
            return Optional.ofNullable(value == null ? null : convert(value, argument(arguments, 0)));
        }
        if (value == null) {
            return type.isPrimitive() ? zero(type) : null;
        }
        if (Map.class.isAssignableFrom(type) || (type == Object.class && value instanceof Map<?, ?>)) {
            return map(value, type, arguments);
        }
        if (Collection.class.isAssignableFrom(type) || type == Iterable.class) {
            return collection(value, type, arguments);
        }
        if (type.isArray() && type != byte[].class) {
            return array(value, type.getComponentType());
        }
        if (type.isInstance(value)) {
            return value;
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type) || type == Boolean.class) {
            return simple(value, type);
        }
        return structured(value, type, arguments);
    }

    private static Type argument(List<Type> arguments, int index) {
        return index < arguments.size() ? arguments.get(index) : Object.class;
    }

    @SuppressWarnings("JavaUtilDate") // Lambda's event types use it.
    private static @Nullable Object structured(Object value, Class<?> type, List<Type> arguments) {
        if (type == String.class) {
            return value instanceof Map || value instanceof Collection ? Json.write(value) : value.toString();
        }
        if (type == byte[].class) {
            return Base64.getDecoder().decode(value.toString());
        }
        if (type == ByteBuffer.class) {
            return ByteBuffer.wrap(Base64.getDecoder().decode(value.toString()));
        }
        if (type == Character.class) {
            return value.toString().charAt(0);
        }
        if (type.isEnum()) {
            return enumConstant(value.toString(), type);
        }
        if (value instanceof Map<?, ?> members) {
            return type.isRecord() ? record(members, type, arguments) : bean(members, type, arguments);
        }
        if (type == Date.class && value instanceof Number number) {
            // Kinesis and DynamoDB streams give seconds with a fraction, others milliseconds.
            boolean seconds = number instanceof Double || number.longValue() < 100_000_000_000L;
            return new Date((long) (number.doubleValue() * (seconds ? 1000 : 1)));
        }
        return fromText(value.toString(), type);
    }

    private static Object simple(Object value, Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return Boolean.valueOf(value.toString());
        }
        if (type == char.class) {
            return value.toString().charAt(0);
        }
        BigDecimal number = new BigDecimal(value.toString());
        return switch (type.getSimpleName()) {
            case "int", "Integer" -> number.intValue();
            case "long", "Long" -> number.longValue();
            case "double", "Double" -> number.doubleValue();
            case "float", "Float" -> number.floatValue();
            case "short", "Short" -> number.shortValue();
            case "byte", "Byte" -> number.byteValue();
            case "BigInteger" -> number.toBigInteger();
            default -> number;
        };
    }

    private static Object zero(Class<?> type) {
        Object array = Array.newInstance(type, 1);
        return Array.get(array, 0);
    }

    private static Object enumConstant(String name, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (constant.toString().equals(name) || ((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is none of the constants of " + type.getName());
    }

    private static Map<@Nullable Object, @Nullable Object> map(Object value, Class<?> type, List<Type> arguments) {
        Map<@Nullable Object, @Nullable Object> result = type.isAssignableFrom(LinkedHashMap.class)
                ? new LinkedHashMap<>()
                : type.isAssignableFrom(java.util.TreeMap.class) ? new java.util.TreeMap<>() : new HashMap<>();
        if (!(value instanceof Map<?, ?> members)) {
            throw new IllegalArgumentException(
                    "expected an object, not " + value.getClass().getSimpleName());
        }
        for (Map.Entry<?, ?> entry : members.entrySet()) {
            result.put(
                    convert(entry.getKey(), argument(arguments, 0)), convert(entry.getValue(), argument(arguments, 1)));
        }
        return result;
    }

    private static Collection<@Nullable Object> collection(Object value, Class<?> type, List<Type> arguments) {
        Collection<@Nullable Object> result =
                Set.class.isAssignableFrom(type) ? new LinkedHashSet<>() : new ArrayList<>();
        if (!(value instanceof Collection<?> items)) {
            throw new IllegalArgumentException(
                    "expected an array, not " + value.getClass().getSimpleName());
        }
        items.forEach(item -> result.add(convert(item, argument(arguments, 0))));
        return result;
    }

    private static @Nullable Object array(@Nullable Object value, Type component) {
        if (!(value instanceof Collection<?> items)) {
            return null;
        }
        Class<?> raw = component instanceof ParameterizedType p
                ? (Class<?>) p.getRawType()
                : component instanceof Class<?> c ? c : Object.class;
        Object result = Array.newInstance(raw, items.size());
        int index = 0;
        for (@Nullable Object item : items) {
            Array.set(result, index++, convert(item, component));
        }
        return result;
    }

    private static Object record(Map<?, ?> members, Class<?> type, List<Type> arguments) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new @Nullable Object[components.length];
        Map<String, @Nullable Object> byName = byLowerName(members);
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = convert(
                    byName.get(components[i].getName().toLowerCase(Locale.ROOT)),
                    resolved(components[i].getGenericType(), type, arguments));
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot make a " + type.getName(), e);
        }
    }

    private static Object bean(Map<?, ?> members, Class<?> type, List<Type> arguments) {
        try {
            Object bean = empty(type);
            Map<String, @Nullable Object> byName = byLowerName(members);
            Set<String> done = new LinkedHashSet<>();
            for (Method method : type.getMethods()) {
                String name = method.getName().toLowerCase(Locale.ROOT);
                if (name.startsWith("set")
                        && name.length() > 3
                        && method.getParameterCount() == 1
                        && byName.containsKey(name.substring(3))
                        && done.add(name.substring(3))) {
                    Type parameter = resolved(method.getGenericParameterTypes()[0], type, arguments);
                    method.setAccessible(true);
                    method.invoke(bean, convert(byName.get(name.substring(3)), parameter));
                }
            }
            for (@Nullable Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
                for (Field field : c.getDeclaredFields()) {
                    String name = field.getName().toLowerCase(Locale.ROOT);
                    if (!Modifier.isStatic(field.getModifiers()) && byName.containsKey(name) && done.add(name)) {
                        field.setAccessible(true);
                        field.set(bean, convert(byName.get(name), resolved(field.getGenericType(), type, arguments)));
                    }
                }
            }
            return bean;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot make a " + type.getName(), e);
        }
    }

    /// By the constructor without parameters, or else by the shortest one, with nothing in it.
    private static Object empty(Class<?> type) throws ReflectiveOperationException {
        @Nullable Constructor<?> best = null;
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (best == null || constructor.getParameterCount() < best.getParameterCount()) {
                best = constructor;
            }
        }
        if (best == null) {
            throw new IllegalArgumentException(type.getName() + " cannot be made from JSON");
        }
        best.setAccessible(true);
        Class<?>[] types = best.getParameterTypes();
        @Nullable Object[] values = new @Nullable Object[types.length];
        for (int i = 0; i < types.length; i++) {
            values[i] = types[i].isPrimitive() ? zero(types[i]) : null;
        }
        return best.newInstance(values);
    }

    private static Type resolved(Type declared, Class<?> owner, List<Type> arguments) {
        TypeVariable<?>[] variables = owner.getTypeParameters();
        for (int i = 0; i < variables.length && i < arguments.size(); i++) {
            if (variables[i].equals(declared)) {
                return arguments.get(i);
            }
        }
        return declared;
    }

    private static Map<String, @Nullable Object> byLowerName(Map<?, ?> members) {
        Map<String, @Nullable Object> result = new HashMap<>();
        members.forEach((name, value) -> result.put(String.valueOf(name).toLowerCase(Locale.ROOT), value));
        return result;
    }

    /// Dates, identifiers and the like, by the factory they offer for text.
    private static Object fromText(String text, Class<?> type) {
        for (String name : TEXT_FACTORIES) {
            for (Class<?> parameter : new Class<?>[] {String.class, CharSequence.class}) {
                try {
                    Method factory = type.getMethod(name, parameter);
                    if (Modifier.isStatic(factory.getModifiers()) && type.isAssignableFrom(factory.getReturnType())) {
                        return factory.invoke(null, text);
                    }
                } catch (NoSuchMethodException e) {
                    // The next one.
                } catch (ReflectiveOperationException e) {
                    throw new IllegalArgumentException("'" + text + "' is not a " + type.getName(), e);
                }
            }
        }
        throw new IllegalArgumentException("a value of JSON cannot become a " + type.getName());
    }

    /// Written as what `toString` gives: enums, and the JDK's own value types.
    static boolean isPlainText(Object value) {
        return value instanceof Enum<?>
                || value instanceof Character
                || value instanceof java.nio.file.Path
                || value.getClass().getName().startsWith("java.");
    }

    /// What an object would be in JSON: its record components, or what its getters give.
    static Map<String, @Nullable Object> properties(Object value) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        try {
            if (value.getClass().isRecord()) {
                for (RecordComponent component : value.getClass().getRecordComponents()) {
                    component.getAccessor().setAccessible(true);
                    result.put(component.getName(), component.getAccessor().invoke(value));
                }
                return result;
            }
            for (Method method : value.getClass().getMethods()) {
                String name = propertyName(method);
                if (!name.isEmpty()) {
                    method.setAccessible(true);
                    result.put(name, method.invoke(value));
                }
            }
            for (Field field : value.getClass().getFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    result.putIfAbsent(field.getName(), field.get(value));
                }
            }
            return result;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "cannot read a " + value.getClass().getName(), e);
        }
    }

    private static String propertyName(Method method) {
        String name = method.getName();
        boolean is = name.startsWith("is")
                && (method.getReturnType() == boolean.class || method.getReturnType() == Boolean.class);
        int prefix = is ? 2 : 3;
        if ((!is && !name.startsWith("get"))
                || name.length() <= prefix
                || method.getParameterCount() > 0
                || method.getReturnType() == void.class
                || Modifier.isStatic(method.getModifiers())
                || method.isBridge()
                || method.getDeclaringClass() == Object.class) {
            return "";
        }
        return Character.toLowerCase(name.charAt(prefix)) + name.substring(prefix + 1);
    }
}
