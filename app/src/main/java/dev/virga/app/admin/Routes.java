package dev.virga.app.admin;

import dev.virga.app.deploy.App;

/// Shows the routes of an application, each with a line to try it.
final class Routes {
    private Routes() {}

    static void print(App app, TextStream out) {
        for (App.Route route : app.routes()) {
            out.line(String.format("    %-7s %s", route.method(), route.url()));
        }
    }

    static void printWithCurl(App app, TextStream out) {
        for (App.Route route : app.routes()) {
            out.line(String.format("  %-7s %s", route.method(), route.url()));
            out.line("          " + curl(route));
        }
    }

    static String curl(App.Route route) {
        String url = route.url().replaceAll("\\{[^}]*}", "1");
        return switch (route.method()) {
            case "GET", "ANY" -> "curl '" + url + "'";
            case "HEAD" -> "curl -I '" + url + "'";
            case "POST", "PUT", "PATCH" ->
                "curl -X " + route.method() + " '" + url + "' -H 'content-type: application/json' -d '{}'";
            default -> "curl -X " + route.method() + " '" + url + "'";
        };
    }
}
