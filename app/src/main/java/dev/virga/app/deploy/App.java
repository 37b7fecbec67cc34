package dev.virga.app.deploy;

import java.util.List;

/// A deployed application: a stack, seen by the command line.
///
/// @param folder where it was deployed from, empty when that is not known
/// @param status CloudFormation's, e.g. `CREATE_COMPLETE`
public record App(String stack, String status, String folder, List<Function> functions, List<Route> routes) {
    /// @param logicalId its name in the template
    /// @param name its name in Lambda
    public record Function(String logicalId, String name) {}

    /// One thing to call over HTTP.
    ///
    /// @param method `ANY` when all are taken
    /// @param url with `{name}` where the path has variables
    public record Route(String method, String url) {}
}
