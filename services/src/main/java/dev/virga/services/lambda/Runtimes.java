package dev.virga.services.lambda;

import dev.virga.sandbox.SandboxSpec.Language;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The runtimes that functions may name, and the language that runs each.
final class Runtimes {
    private static final Map<String, Language> ALL = all();

    private static Map<String, Language> all() {
        Map<String, Language> all = new LinkedHashMap<>();
        for (String node : new String[] {"18", "20", "22", "24"}) {
            all.put("nodejs" + node + ".x", Language.NODE);
        }
        for (String python : new String[] {"9", "10", "11", "12", "13", "14"}) {
            all.put("python3." + python, Language.PYTHON);
        }
        for (String java : new String[] {"11", "17", "21", "25"}) {
            all.put("java" + java, Language.JAVA);
        }
        all.put("provided.al2", Language.PROVIDED);
        all.put("provided.al2023", Language.PROVIDED);
        return Collections.unmodifiableMap(all);
    }

    private Runtimes() {}

    static Collection<String> names() {
        return ALL.keySet();
    }

    static boolean known(String runtime) {
        return ALL.containsKey(runtime);
    }

    /// @throws dev.virga.wire.AwsException InvalidParameterValueException
    static Language language(String runtime) {
        Language language = ALL.get(runtime);
        if (language == null) {
            throw LambdaErrors.invalid("Value " + runtime
                    + " at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: " + ALL.keySet()
                    + " or be a valid ARN");
        }
        return language;
    }

    /// The name as INIT_START lines write it: `nodejs:22`, `python:3.13`.
    static String family(String runtime) {
        String plain = runtime.endsWith(".x") ? runtime.substring(0, runtime.length() - 2) : runtime;
        for (int i = 0; i < plain.length(); i++) {
            if (Character.isDigit(plain.charAt(i))) {
                return plain.startsWith("provided") ? plain : plain.substring(0, i) + ":" + plain.substring(i);
            }
        }
        return plain.replace("provided.", "provided:");
    }
}
