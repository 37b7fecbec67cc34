package dev.virga.app.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The names that a server's certificate is valid for.
///
/// @param hosts DNS names, wildcards too
/// @param addresses IP addresses
record ServerNames(Set<String> hosts, Set<String> addresses) {
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /// This machine under its own names, and under those given. With each host come the names that
    /// SDKs make of it: buckets (`BUCKET.s3.HOST`, `BUCKET.s3.REGION.HOST`), services and APIs
    /// (`ID.execute-api.HOST`).
    static ServerNames of(Collection<String> given, String region) {
        Set<String> hosts = new LinkedHashSet<>();
        Set<String> addresses = new LinkedHashSet<>(List.of("127.0.0.1", "::1"));
        addHost("localhost", region, hosts);
        for (String name : given) {
            if (isAddress(name)) {
                addresses.add(name);
            } else {
                addHost(name, region, hosts);
            }
        }
        String own = ownName();
        if (!own.isEmpty()) {
            addHost(own, region, hosts);
        }
        return new ServerNames(hosts, addresses);
    }

    private static void addHost(String name, String region, Set<String> hosts) {
        String host = name.toLowerCase(Locale.ROOT);
        hosts.add(host);
        for (String prefix : List.of("*.", "*.s3.", "*.execute-api.")) {
            hosts.add(prefix + host);
        }
        for (String prefix : List.of("*.", "*.s3.", "*.execute-api.")) {
            hosts.add(prefix + region + "." + host);
        }
    }

    static boolean isAddress(String name) {
        return name.indexOf(':') >= 0 || name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }

    private static String ownName() {
        try {
            String name = Files.readString(HOST_NAME, StandardCharsets.US_ASCII).strip();
            return name.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,200}[A-Za-z0-9])?") && !isAddress(name) ? name : "";
        } catch (IOException e) {
            // Not Linux: it has the names that were given.
            return "";
        }
    }
}
