package dev.virga.app;

import java.io.IOException;
import java.util.List;

/// Starts one server and waits until it is told to stop, by the admin API or a signal.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        Logging.set();
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (Options.Unusable e) {
            System.err.println("virga-server: " + e.getMessage() + "\n" + Options.USAGE);
            return 2;
        }
        return run(options);
    }

    private static int run(Options options) {
        try (VirgaServer server = VirgaServer.start(options)) {
            // A signal ends the process only after the shutdown hooks, so the hook closes the server itself.
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                server.end();
                                System.out.println("Virga has ended; what was stored stays in " + options.home());
                            },
                            "shutdown"));
            System.out.println("Virga is ready on " + server.endpoint() + " (home " + options.home() + ", process "
                    + ProcessHandle.current().pid() + ")");
            if (options.train()) {
                server.train();
            } else {
                server.awaitStop();
            }
            return 0;
        } catch (IOException e) {
            System.err.println("virga-server: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            return 130;
        }
    }
}
