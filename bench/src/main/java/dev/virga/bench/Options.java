package dev.virga.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// What was asked for.
///
/// @param parts names of [Part]s; all of them when nothing was named
/// @param seconds length of each of a measurement's rounds
/// @param folder where servers keep their data and peers are installed
/// @param server the command line of Virga's server, without its home and its port
/// @param label what the table says about the source: the commit
record Options(List<Part> parts, int seconds, boolean json, Path folder, List<String> server, String label) {
    private static final int MAX_SECONDS = 600;

    /// What can be measured.
    enum Part {
        STARTUP,
        WIRE,
        DYNAMODB,
        S3,
        INVOKE
    }

    static Options parse(List<String> arguments) throws Unusable {
        List<Part> parts = new ArrayList<>();
        int seconds = 3;
        boolean json = false;
        Path folder = Path.of("bench");
        String label = "";
        List<String> server = new ArrayList<>();
        Iterator<String> left = arguments.iterator();
        while (left.hasNext()) {
            String name = left.next();
            switch (name) {
                case "--seconds" -> seconds = seconds(value(name, left));
                case "--json" -> json = true;
                case "--folder" -> folder = Path.of(value(name, left)).toAbsolutePath();
                case "--label" -> label = value(name, left);
                case "--" -> left.forEachRemaining(server::add);
                default -> parts.add(part(name));
            }
        }
        if (server.isEmpty() || !Files.isDirectory(folder)) {
            throw new Unusable("start it with: virga bench");
        }
        return new Options(parts.isEmpty() ? List.of(Part.values()) : parts, seconds, json, folder, server, label);
    }

    private static String value(String name, Iterator<String> left) throws Unusable {
        if (!left.hasNext()) {
            throw new Unusable(name + " needs a value");
        }
        return left.next();
    }

    private static int seconds(String value) throws Unusable {
        int seconds = value.matches("[0-9]{1,3}") ? Integer.parseInt(value) : 0;
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw new Unusable("--seconds takes a number from 1 to " + MAX_SECONDS);
        }
        return seconds;
    }

    private static Part part(String name) throws Unusable {
        for (Part part : Part.values()) {
            if (part.name().equalsIgnoreCase(name)) {
                return part;
            }
        }
        throw new Unusable("there is no benchmark '" + name + "' (startup, wire, dynamodb, s3, invoke)");
    }

    /// The arguments make no sense; the message says which.
    static final class Unusable extends Exception {
        Unusable(String message) {
            super(message);
        }
    }
}
