package dev.virga.app;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/// What the server was started with.
///
/// @param home folder of everything it keeps
/// @param port 0 for any free one
/// @param account twelve digits
/// @param train stop after a first request: the build does this to fill the start-up cache
public record Options(Path home, String address, int port, String region, String account, boolean train) {
    /// How it is used, for people.
    public static final String USAGE = """
            usage: virga-server --home FOLDER [--port N] [--address A] [--region R] [--account NNNNNNNNNNNN]""";

    /// The arguments make no sense; the message says which.
    public static final class Unusable extends Exception {
        Unusable(String message) {
            super(message);
        }
    }

    public static Options parse(List<String> arguments) throws Unusable {
        String home = "";
        String address = "127.0.0.1";
        int port = 4566;
        String region = "us-east-1";
        String account = "000000000000";
        boolean train = false;
        Iterator<String> left = arguments.iterator();
        while (left.hasNext()) {
            String name = left.next();
            switch (name) {
                case "--home" -> home = value(name, left);
                case "--address" -> address = value(name, left);
                case "--port" -> port = port(value(name, left));
                case "--region" -> region = matching(name, value(name, left), "[a-z]{2}(-[a-z]+)+-[0-9]");
                case "--account" -> account = matching(name, value(name, left), "[0-9]{12}");
                case "--train" -> train = true;
                default -> throw new Unusable("there is no option " + name);
            }
        }
        if (home.isEmpty()) {
            throw new Unusable("--home is missing");
        }
        Path folder = Path.of(home).toAbsolutePath().normalize();
        return new Options(folder, address, port, region, account, train);
    }

    private static String value(String name, Iterator<String> left) throws Unusable {
        if (!left.hasNext()) {
            throw new Unusable(name + " needs a value");
        }
        return left.next();
    }

    private static int port(String value) throws Unusable {
        int port = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : -1;
        if (port < 0 || port > 65535) {
            throw new Unusable("'" + value + "' is no port");
        }
        return port;
    }

    private static String matching(String name, String value, String pattern) throws Unusable {
        if (!value.matches(pattern)) {
            throw new Unusable("'" + value + "' is no value for " + name);
        }
        return value;
    }
}
