package dev.virga.services.iam;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The policies that AWS provides in every account, in their current versions. They lie on shelves,
/// resource files by the first letter after the vendor's name, which `tools/import-iam` writes; a
/// shelf is read when something on it is asked for, and only what was asked for is kept. A line is
///
///     name  path  version  time of creation  time of update  document
///
/// with tabs between. Any thread may call it.
final class AwsManagedPolicies {
    static final String ARN_PREFIX = "arn:aws:iam::aws:policy/";
    /// The text that comes after all that begin with [#ARN_PREFIX].
    static final String AFTER_ARNS = "arn:aws:iam::aws:policy0";
    private static final Pattern VENDOR = Pattern.compile("(?:AWS|Aws|Amazon)[-_]?(.+)");
    private static final String SHELVES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int FIELDS = 6;
    /// Policies are known that were asked for by name, and there are not more names than policies.
    private final Map<String, Policy> read = new ConcurrentHashMap<>();

    static boolean isArn(String arn) {
        return arn.startsWith(ARN_PREFIX);
    }

    @Nullable
    Policy find(String arn) {
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        Policy policy = read.get(name);
        if (policy == null) {
            policy = search(name);
            if (policy == null) {
                return null;
            }
            read.put(name, policy);
        }
        return arn.equals(policy.arn()) ? policy : null;
    }

    /// All of them, with their documents: four megabytes that the caller should not keep.
    List<Policy> all() {
        List<Policy> all = new ArrayList<>();
        for (int i = 0; i < SHELVES.length(); i++) {
            shelf(SHELVES.charAt(i)).lines().map(AwsManagedPolicies::parse).forEach(all::add);
        }
        return all;
    }

    private static @Nullable Policy search(String name) {
        if (name.isEmpty() || name.indexOf('\t') >= 0 || name.indexOf('\n') >= 0) {
            return null;
        }
        Matcher vendor = VENDOR.matcher(name);
        String rest = vendor.matches() ? vendor.group(1) : name;
        String shelf = "\n" + shelf(rest.toUpperCase(Locale.ROOT).charAt(0));
        int at = shelf.indexOf("\n" + name + "\t");
        return at < 0 ? null : parse(shelf.substring(at + 1, shelf.indexOf('\n', at + 1)));
    }

    private static Policy parse(String line) {
        String[] fields = line.split("\t", FIELDS);
        String version = fields[2];
        Instant created = Instant.parse(fields[3]);
        Instant updated = Instant.parse(fields[4]);
        return new Policy(
                Policy.AWS,
                fields[1],
                fields[0],
                id(fields[0]),
                created,
                updated,
                "",
                Map.of(),
                List.of(new Policy.Version(version, updated, fields[5])),
                version,
                Integer.parseInt(version.substring(1)),
                0,
                0);
    }

    /// Empty when there is none.
    private static String shelf(char letter) {
        if (SHELVES.indexOf(letter) < 0) {
            return "";
        }
        try (InputStream in = AwsManagedPolicies.class.getResourceAsStream("managed/" + letter + ".txt")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same in every account and at every start.
    private static String id(String name) {
        String hex = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .toUpperCase(Locale.ROOT);
        return (Ids.POLICY + hex).substring(0, 21);
    }
}
