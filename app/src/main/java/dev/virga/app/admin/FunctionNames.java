package dev.virga.app.admin;

import dev.virga.app.deploy.App;
import java.util.List;

/// People call a function as their template does; Lambda knows it by a longer name.
final class FunctionNames {
    private FunctionNames() {}

    /// The function's name in Lambda; what was given when no template knows it.
    static String find(List<App> apps, String given) {
        for (App app : apps) {
            for (App.Function function : app.functions()) {
                if (function.logicalId().equals(given) || (app.stack() + "/" + function.logicalId()).equals(given)) {
                    return function.name();
                }
            }
        }
        return given;
    }

    /// The name in the template, or what was given.
    static String shorten(List<App> apps, String name) {
        for (App app : apps) {
            for (App.Function function : app.functions()) {
                if (function.name().equals(name)) {
                    return function.logicalId();
                }
            }
        }
        return name;
    }
}
