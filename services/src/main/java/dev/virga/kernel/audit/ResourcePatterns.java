package dev.virga.kernel.audit;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// From the resources that calls named to those that a policy should name: what has a new name at
/// each call becomes a `*`.
final class ResourcePatterns {
    /// Different keys of a bucket or parameters under a path, from which on they are taken for
    /// examples of many.
    private static final int MANY = 2;

    /// Parts of names that somebody generated: UUIDs, long hexadecimal or decimal numbers, dates.
    private static final Pattern GENERATED = Pattern.compile(
            "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|[0-9a-fA-F]{12,}|[0-9]{6,}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9A-HJKMNP-TV-Z]{26}");

    private ResourcePatterns() {}

    /// The longest beginning that all share, cut back to the end of a part of the name.
    static String covering(Collection<String> resources) {
        String common = null;
        for (String each : resources) {
            String one = each.endsWith("*") ? each.substring(0, each.length() - 1) : each;
            common = common == null ? one : shared(common, one);
        }
        if (common == null) {
            throw new IllegalArgumentException("no resources");
        }
        return common.substring(0, Math.max(common.lastIndexOf('/'), common.lastIndexOf(':')) + 1) + "*";
    }

    private static String shared(String a, String b) {
        int end = 0;
        while (end < a.length() && end < b.length() && a.charAt(end) == b.charAt(end)) {
            end++;
        }
        return a.substring(0, end);
    }

    /// What a policy names for these resources of one action.
    static Set<String> generalise(Collection<String> resources) {
        Set<String> plain = new TreeSet<>();
        Set<String> patterns = new TreeSet<>();
        Map<String, Set<String>> groups = new TreeMap<>();
        for (String each : resources) {
            String group = group(each);
            if (group.isEmpty()) {
                plain.add(logGroup(each));
            } else {
                groups.computeIfAbsent(group, g -> new TreeSet<>()).add(each);
            }
        }
        groups.forEach((group, members) -> {
            if (members.size() >= MANY) {
                patterns.add(covering(members));
            } else {
                patterns.add(withoutGenerated(group, members.iterator().next()));
            }
        });
        plain.addAll(patterns);
        return plain;
    }

    /// The beginning of the ARNs whose rest may be one of many: objects of a bucket, indexes and
    /// streams of a table, parameters. Empty when the resource stands for itself.
    private static String group(String arn) {
        if (arn.startsWith("arn:aws:s3:::")) {
            int slash = arn.indexOf('/');
            return slash < 0 ? "" : arn.substring(0, slash + 1);
        }
        if (arn.startsWith("arn:aws:dynamodb:")) {
            int index = arn.indexOf("/index/");
            int stream = arn.indexOf("/stream/");
            int at = index >= 0 ? index + 7 : stream >= 0 ? stream + 8 : 0;
            return arn.substring(0, at);
        }
        return "";
    }

    /// A log stream has a new name each time: the group says it all.
    private static String logGroup(String arn) {
        int at = arn.startsWith("arn:aws:logs:") ? arn.indexOf(":log-stream:") : -1;
        return at < 0 ? arn : arn.substring(0, at) + ":*";
    }

    private static String withoutGenerated(String group, String arn) {
        return arn.startsWith("arn:aws:s3:::") || arn.contains("/stream/")
                ? group + GENERATED.matcher(arn.substring(group.length())).replaceAll("*")
                : arn;
    }
}
