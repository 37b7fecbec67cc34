package dev.virga.codegen;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Turns the names of a model into Java's.
final class JavaNames {
    private static final Set<String> KEYWORDS =
            Set.of(("abstract assert boolean break byte case catch char class const continue default do double else"
                            + " enum extends false final finally float for goto if implements import instanceof int"
                            + " interface long native new null package private protected public return short static"
                            + " strictfp super switch synchronized this throw throws transient true try void"
                            + " volatile while _")
                    .split(" "));
    /// Methods that every generated record or error has already.
    private static final Set<String> METHODS =
            Set.of(("at builder clone equals finalize getClass hashCode notify notifyAll of shapeId toBuilder toString"
                            + " wait")
                    .split(" "));
    private static final Set<String> ERROR_METHODS = Set.of(
            "addSuppressed",
            "code",
            "fillInStackTrace",
            "getCause",
            "getMessage",
            "initCause",
            "message",
            "printStackTrace",
            "status");
    /// Simple names that generated code needs with their usual meaning, or that would mislead.
    private static final Set<String> CLASSES = Set.of(
            ("Boolean Builder Byte Character Class Double Enum Error Exception Float Integer Iterable List Long Map"
                            + " Math Module Number Object Override Package Process Record Runtime RuntimeException"
                            + " Set Short String StringBuilder SuppressWarnings System Thread Throwable Types Void")
                    .split(" "));

    private final String serviceName;
    private final Set<String> taken = new HashSet<>();
    private final Map<String, String> classes = new HashMap<>();

    /// @param serviceName capitalized; stands before names that Java has given to something else
    JavaNames(String serviceName) {
        this.serviceName = serviceName;
        taken.add((serviceName + "Ops").toLowerCase(Locale.ROOT));
    }

    /// Class of a shape. File systems may ignore case, so names must differ in more than that.
    String classOf(String shapeId) {
        return classes.computeIfAbsent(shapeId, id -> {
            String name = capitalized(identifier(SmithyModel.local(id)));
            if (CLASSES.contains(name)) {
                name = serviceName + name;
            }
            while (!taken.add(name.toLowerCase(Locale.ROOT))) {
                name += "_";
            }
            return name;
        });
    }

    /// Accessor of a member of a record.
    static String property(String member) {
        return avoiding(decapitalized(identifier(member)), METHODS);
    }

    /// Accessor of a member of an error.
    static String errorProperty(String member) {
        return avoiding(property(member), ERROR_METHODS);
    }

    private static String avoiding(String name, Set<String> taken) {
        return KEYWORDS.contains(name) || taken.contains(name) ? name + "Value" : name;
    }

    /// Class of a union's member inside the union.
    static String variant(String member, String union) {
        String name = capitalized(identifier(member));
        return CLASSES.contains(name) || name.equals(union) ? name + "Value" : name;
    }

    /// Name of an enum value's constant: `RequestResponse` becomes `REQUEST_RESPONSE`.
    static String constant(String value) {
        String words = value.replaceAll("([a-z0-9])([A-Z])", "$1_$2");
        String name = words.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
        return name.isEmpty() || Character.isDigit(name.charAt(0)) || name.equals("_") ? "_" + name : name;
    }

    static String capitalized(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /// A leading run of capitals is one word: `KMSKeyId` becomes `kmsKeyId`, `ETag` `eTag`.
    private static String decapitalized(String name) {
        int run = 0;
        while (run < name.length() && Character.isUpperCase(name.charAt(run))) {
            run++;
        }
        if (run == name.length()) {
            return name.toLowerCase(Locale.ROOT);
        }
        int lower = Math.max(Math.min(run, 1), run - 1);
        return name.substring(0, lower).toLowerCase(Locale.ROOT) + name.substring(lower);
    }

    private static String identifier(String name) {
        String clean = name.replaceAll("[^A-Za-z0-9_]", "_");
        return Character.isDigit(clean.charAt(0)) ? "_" + clean : clean;
    }
}
