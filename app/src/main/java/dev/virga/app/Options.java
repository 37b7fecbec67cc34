package dev.virga.app;

import dev.virga.http.EdgeLimits;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the server was started with.
///
/// @param home folder of everything it keeps
/// @param mode whom it serves
/// @param port 0 for any free one
/// @param account twelve digits
/// @param transport how clients reach it
/// @param limits what clients may take
/// @param train stop after a first request: the build does this to fill the start-up cache
public record Options(
        Path home,
        Mode mode,
        String address,
        int port,
        String region,
        String account,
        Transport transport,
        EdgeLimits limits,
        boolean train) {
    /// How it is used, for people.
    public static final String USAGE = """
            usage: virga-server --home FOLDER [--port N] [--address A] [--listen A:N] [--region R]
                   [--account NNNNNNNNNNNN] [--production] [--host NAME]… [--tls-cert FILE --tls-key FILE]
                   [--plain-http] [--proxy ADDRESS]… [--limit NAME=N]…""";

    /// Names of this server beyond its machine's own.
    private static final int MAX_HOST_NAMES = 32;
    private static final int MAX_PROXIES = 32;

    /// Whom a server is for.
    public enum Mode {
        /// One developer or a CI job on this machine: `virga up`. Takes the well-known test
        /// credentials.
        DEVELOPMENT,
        /// Clients on a network: `virga serve`. Has only credentials of its own.
        PRODUCTION
    }

    /// How clients reach the server.
    ///
    /// @param hostNames names that its certificate is made for, beside those of the machine
    /// @param certificate the operator's own, in PEM, or null: the server makes one
    /// @param key of `certificate`
    /// @param plainHttp a production server without TLS, behind something that has it
    /// @param proxies IP addresses that are believed who a client is
    public record Transport(
            List<String> hostNames,
            @Nullable Path certificate,
            @Nullable Path key,
            boolean plainHttp,
            List<String> proxies) {
        public static final Transport DEFAULT = new Transport(List.of(), null, null, false, List.of());
    }

    /// The arguments make no sense; the message says which.
    public static final class Unusable extends Exception {
        Unusable(@Nullable String message) {
            super(message);
        }
    }

    public static Options parse(List<String> arguments) throws Unusable {
        Parsing parsing = new Parsing(arguments);
        return parsing.run();
    }

    /// Whether the port speaks TLS only.
    public boolean tlsOnly() {
        return mode == Mode.PRODUCTION && !transport.plainHttp();
    }

    /// Whether the credentials that everybody knows are taken: for development, and only while
    /// nobody but this machine reaches the server.
    public boolean development() {
        boolean loopback =
                address.matches("127(\\.[0-9]{1,3}){3}") || address.equals("::1") || address.equals("localhost");
        // Behind a proxy a client on this machine may be anybody.
        return mode == Mode.DEVELOPMENT && loopback && transport.proxies().isEmpty();
    }

    /// Reads the arguments one by one.
    private static final class Parsing {
        private final Iterator<String> left;
        private String home = "";
        private Mode mode = Mode.DEVELOPMENT;
        private String address = "127.0.0.1";
        private int port = 4566;
        private String region = "us-east-1";
        private String account = "000000000000";
        private final List<String> hostNames = new ArrayList<>();
        private @Nullable Path certificate;
        private @Nullable Path key;
        private boolean plainHttp;
        private final List<String> proxies = new ArrayList<>();
        private EdgeLimits limits = EdgeLimits.DEFAULT;
        private boolean train;

        Parsing(List<String> arguments) {
            left = arguments.iterator();
        }

        Options run() throws Unusable {
            while (left.hasNext()) {
                option(left.next());
            }
            if (home.isEmpty()) {
                throw new Unusable("--home is missing");
            }
            if ((certificate == null) != (key == null)) {
                throw new Unusable("--tls-cert and --tls-key belong together");
            }
            if (plainHttp && certificate != null) {
                throw new Unusable("--plain-http uses no certificate");
            }
            Transport transport =
                    new Transport(List.copyOf(hostNames), certificate, key, plainHttp, List.copyOf(proxies));
            return new Options(path(home), mode, address, port, region, account, transport, limits, train);
        }

        private void option(String name) throws Unusable {
            switch (name) {
                case "--home" -> home = value(name);
                case "--production" -> mode = Mode.PRODUCTION;
                case "--address" -> address = value(name);
                case "--port" -> port = port(value(name));
                case "--listen" -> listen(value(name));
                case "--region" -> region = matching(name, "[a-z]{2}(-[a-z]+)+-[0-9]");
                case "--account" -> account = matching(name, "[0-9]{12}");
                case "--host" -> hostName(matching(name, "[A-Za-z0-9]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?"));
                case "--tls-cert" -> certificate = path(value(name));
                case "--tls-key" -> key = path(value(name));
                case "--plain-http" -> plainHttp = true;
                case "--proxy" -> proxy(value(name));
                case "--limit" -> limit(value(name));
                case "--train" -> train = true;
                default -> throw new Unusable("there is no option " + name);
            }
        }

        /// `ADDRESS:PORT`, an IPv6 address in brackets.
        private void listen(String value) throws Unusable {
            int colon = value.lastIndexOf(':');
            String before = colon < 0 ? "" : value.substring(0, colon);
            boolean bracketed = before.startsWith("[") && before.endsWith("]");
            if (before.isEmpty() || (before.indexOf(':') >= 0 && !bracketed)) {
                throw new Unusable("'" + value + "' is no ADDRESS:PORT");
            }
            address = bracketed ? before.substring(1, before.length() - 1) : before;
            port = port(value.substring(colon + 1));
        }

        private void proxy(String address) throws Unusable {
            try {
                InetAddress.ofLiteral(address);
            } catch (IllegalArgumentException e) {
                throw new Unusable("'" + address + "' is no IP address");
            }
            if (proxies.size() == MAX_PROXIES) {
                throw new Unusable("more than " + MAX_PROXIES + " of --proxy");
            }
            proxies.add(address);
        }

        /// `NAME=NUMBER`.
        private void limit(String value) throws Unusable {
            String[] parts = value.split("=", 2);
            if (parts.length < 2 || !parts[1].matches("[0-9]{1,10}")) {
                throw new Unusable("'" + value + "' is no NAME=NUMBER");
            }
            try {
                limits = limits.with(parts[0], Long.parseLong(parts[1]));
            } catch (IllegalArgumentException e) {
                throw new Unusable(e.getMessage());
            }
        }

        private void hostName(String name) throws Unusable {
            if (hostNames.size() == MAX_HOST_NAMES) {
                throw new Unusable("more than " + MAX_HOST_NAMES + " names by --host");
            }
            hostNames.add(name);
        }

        private String value(String name) throws Unusable {
            if (!left.hasNext()) {
                throw new Unusable(name + " needs a value");
            }
            return left.next();
        }

        private String matching(String name, String pattern) throws Unusable {
            String value = value(name);
            if (!value.matches(pattern)) {
                throw new Unusable("'" + value + "' is no value for " + name);
            }
            return value;
        }

        private static Path path(String text) {
            return Path.of(text).toAbsolutePath().normalize();
        }

        private static int port(String value) throws Unusable {
            int port = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : -1;
            if (port < 0 || port > 65535) {
                throw new Unusable("'" + value + "' is no port");
            }
            return port;
        }
    }
}
